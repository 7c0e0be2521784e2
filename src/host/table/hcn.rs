//! Features of HNS by its version where that is known, else by build.

use super::cell::{Bounds, Cell, Hosts, Row};

const FLAGS: &str = "hcsshim hcn/hcnglobals.go, hcnsupport.go";
const BY_BUILD: &str = "HNS versions seen by build: moby/moby#32595, microsoft/SDN#269, microsoft/hcsshim#1003, microsoft/WSL#6457, kubernetes#131466";
const COMMENT: &str = "hcsshim hcn/hcnglobals.go, the comment above it (9.3-9.x, 10.4 and later)";
const HNSLIB: &str = "hnslib hcn/hcnglobals.go (15.5-15.x, 16.0 and later)";

/// `Capability "with which versions"; hns ranges; by build: no, partly, yes, open, each with a range.`
///
/// The version of HNS decides where a host carries one; the lines by build are for hosts that carry none.
macro_rules! features {
    ($name:ident: $($capability:ident $versions:literal
        hns $([$($range:tt)+])+ $(no [$($no:tt)+])? $(open [$($open:tt)+])* $(none [$($none:tt)+])?
        $(partly [$($partly:tt)+])* $(unsure [$($unsure:tt)+])* $(yes [$($yes:tt)+])?;)+
    ) => {
        rows! { $name: $($capability {
            $([hns $($range)+] Supported, concat!("HNS ", $versions); by ReadInCode FLAGS;)+
            [hns "0"] Unsupported, concat!("HNS ", $versions, " only"); by ReadInCode FLAGS;
            $([windows $($no)+] Unsupported, concat!("HNS ", $versions, ": this build has an older one"); by ReadInCode FLAGS;)?
            $([windows $($open)+] Unknown, "the version of HNS on this build is not known";)*
            $([windows $($none)+] Unsupported, concat!("HNS ", $versions, ": this build has an older one"); by ReadInCode FLAGS;)?
            $([windows $($partly)+] Degraded, concat!("HNS ", $versions, ": builds of this number have it once updated");
                by ReadInCode FLAGS, Reported BY_BUILD;)*
            $([windows $($unsure)+] Unknown, "the version of HNS on this build is not known";)*
            $([windows $($yes)+] Supported, concat!("HNS ", $versions); by ReadInCode FLAGS, Reported BY_BUILD;)?
        })+ }
    };
}

features! { FEATURES:
    HcnApiV2 "9.2 and later" hns ["9.2"]
        no [14393 until 17763] partly [17763 until 18362] yes [18362];
    HcnAcl "7.2 and later" hns ["7.2"]
        no [14393 until 16299] open [16299 until 17134] yes [17134];
    HcnRemoteSubnet "9.2 and later" hns ["9.2"]
        no [14393 until 17763] partly [17763 until 18362] yes [18362];
    HcnHostRoute "9.2 and later" hns ["9.2"]
        no [14393 until 17763] partly [17763 until 18362] yes [18362];
    HcnDsr "9.3 to 9.x, 10.2 and later" hns ["9.3" until "10"] ["10.2"]
        no [14393 until 16299] open [16299 until 17134] none [17134 until 17763] partly [17763 until 19041] yes [19041];
    HcnSlash32 "9.3 to 9.x, 10.4 and later" hns ["9.3" until "10"] ["10.4"]
        no [14393 until 17763] partly [17763 until 19041] yes [19041];
    HcnVxlanPort "10.3 and later" hns ["10.3"]
        no [14393 until 18362] partly [18362 until 19041] yes [19041];
    HcnSessionAffinity "12.0 and later" hns ["12.0"]
        no [14393 until 19046] open [19046 until 20348] yes [20348];
    HcnSetPolicy "13.0 and later" hns ["13.0"]
        no [14393 until 19046] open [19046 until 20348] yes [20348];
    HcnNestedIpSet "15.0 and later" hns ["15.0"]
        no [14393 until 22000] open [22000 until 22621] yes [22621];
    HcnL4Proxy "9.5 to 9.x, 10.5 to 10.x, 11.11 to 11.x, 12.1 to 12.x, 13.1 and later"
        hns ["9.5" until "10"] ["10.5" until "11"] ["11.11" until "12"] ["12.1" until "13"] ["13.1"]
        no [14393 until 17763] partly [17763 until 22000] unsure [22000 until 22621] yes [22621];
    HcnL4WfpProxy "13.2 and later" hns ["13.2"]
        no [14393 until 19046] open [19046 until 20348] partly [20348 until 22000] unsure [22000 until 22621] yes [22621];
    HcnTierAcl "14.0 and later" hns ["14.0"]
        no [14393 until 22000] open [22000 until 22621] yes [22621];
    HcnNetworkAcl "15.0 and later" hns ["15.0"]
        no [14393 until 22000] open [22000 until 22621] yes [22621];
    HcnDisableHostPort "15.1 and later" hns ["15.1"]
        no [14393 until 22000] open [22000 until 26100] yes [26100];
    HcnAccelnet "15.4 and later" hns ["15.4"]
        no [14393 until 22000] open [22000 until 26100] yes [26100];
}

rows! { DISPUTED:
    HcnAclProtocol252 {
        [hns "11.0"] Supported, "HNS 11.0 and later";
            by ReadInCode FLAGS;
        [hns "10.4" until "11.0"] Unknown, "the code says 11.0 and later, the comment above it otherwise";
            by ReadInCode FLAGS;
            disputed Unsupported ReadInCode FLAGS, Supported ReadInCode COMMENT;
        [hns "9.3" until "10"] Unknown, "the code says 11.0 and later, the comment above it otherwise";
            by ReadInCode FLAGS;
            disputed Unsupported ReadInCode FLAGS, Supported ReadInCode COMMENT;
        [hns "0"] Unsupported, "HNS 11.0 and later only";
            by ReadInCode FLAGS;
        [windows 14393 until 17763] Unsupported, "HNS 11.0 and later: this build has an older one";
            by ReadInCode FLAGS;
        [windows 17763 until 19041] Unknown, "the code says HNS 11.0 and later, the comment above it otherwise";
            by ReadInCode FLAGS;
            disputed Unsupported ReadInCode FLAGS, Supported ReadInCode COMMENT;
        [windows 19041] Supported, "HNS 11.0 and later";
            by ReadInCode FLAGS, Reported BY_BUILD;
    }
    HcnDualStack {
        [hns "11.10"] Supported, "HNS 11.10 and later";
            by ReadInCode FLAGS;
        [hns "0"] Unsupported, "HNS 11.10 and later only";
            by ReadInCode FLAGS;
        [windows 14393 until 17763] Unsupported, "HNS 11.10 and later: this build has an older one";
            by ReadInCode FLAGS;
        [windows 17763 until 18362] Unknown, "the feature needs HNS 11.10, which this build does not have; the Kubernetes page names it";
            by ReadInCode FLAGS, Documented "kubernetes.io Windows networking page";
            disputed Unsupported ReadInCode FLAGS, Supported Documented "kubernetes.io Windows networking page";
        [windows 18362 until 19041] Unsupported, "HNS 11.10 and later: this build has an older one";
            by ReadInCode FLAGS;
        [windows 19041 until 20348] Degraded, "HNS 11.10 came with 19041.867; documented only from Server 2022 on";
            instead "install updates";
            by ReadInCode FLAGS, Reported "microsoft/hcsshim#1003";
            disputed Supported Reported "microsoft/hcsshim#1003", Unsupported Documented "Windows container networking architecture page";
        [windows 20348] Supported, "HNS 11.10 and later";
            by ReadInCode FLAGS, Documented "Windows container networking architecture page";
    }
    HcnModifyLoadBalancer {
        [hns "15.5"] Supported, "HNS 15.5 and later, by either library";
            by ReadInCode HNSLIB, ReadInCode "hcsshim hcn/hcnglobals.go (15.4 and later)";
        [hns "15.4" until "15.5"] Unknown, "hcsshim counts 15.4 in, hnslib does not, and it is reported broken there";
            instead "remove the load balancer and make it anew";
            by ReadInCode HNSLIB, Reported "kubernetes/kubernetes#131466, #131506";
            disputed Supported ReadInCode "hcsshim hcn/hcnglobals.go (15.4 and later)", Unsupported ReadInCode HNSLIB,
                Unsupported Reported "kubernetes/kubernetes#131466, #131506";
        [hns "0"] Unsupported, "HNS 15.4 or 15.5 and later only";
            by ReadInCode FLAGS, ReadInCode HNSLIB;
        [windows 14393 until 22000] Unsupported, "HNS 15.4 or 15.5 and later: this build has an older one";
            by ReadInCode FLAGS;
        [windows 22000 until 26100] Unknown, "the version of HNS on this build is not known";
        [windows 26100] Unknown, "this build has HNS 15.4 at least: hcsshim counts it in, hnslib does not";
            instead "remove the load balancer and make it anew";
            by ReadInCode HNSLIB, Reported "kubernetes/kubernetes#131466, #131506";
            disputed Supported ReadInCode "hcsshim hcn/hcnglobals.go (15.4 and later)", Unsupported ReadInCode HNSLIB,
                Unsupported Reported "kubernetes/kubernetes#131466, #131506";
    }
}
