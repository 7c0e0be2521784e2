//! Requests, filters and names that the engine cannot take.

use super::faults;
use crate::host::ApiVersion;

faults! {
    /// A request that the engine cannot read.
    RequestFault {
        ApiTooNew { asked: ApiVersion, maximum: ApiVersion }:
            "API {asked} was asked for, and the engine speaks at most {maximum}",
            "The client is newer than the engine.",
            "Let the client negotiate the version, or set DOCKER_API_VERSION to what the engine speaks.";
        ApiTooOld { asked: ApiVersion, minimum: ApiVersion }:
            "API {asked} was asked for, and the engine speaks at least {minimum}",
            "The client is older than the engine allows; engine 29 dropped a good part of the old versions.",
            "Update the client, or let it ask for a later version.";
        ContentType { given: String, wanted: String }:
            "the request says it is {given}, and the engine takes {wanted}",
            "The client sent no Content-Type header, or that of something else.",
            "Send the header Content-Type: application/json.";
        EmptyBody:
            "the request has no body",
            "The client sent nothing, or less than it announced.",
            "Send a JSON object; from engine 24 an empty body without a length counts as an empty object.";
        EmptyKey { given: String }:
            "{given:?} names no container",
            "The field for the container was left empty.",
            "Say which container, by name or identity.";
        Malformed { at: Option<char> }:
            "the request is not the JSON that the engine expects",
            "The body, or the value of the filters parameter, is broken JSON or has a value of another kind.",
            "Check the JSON; types matter, so a number in quotes is refused as well.";
        NoRoute:
            "the engine has no such route",
            "The path is wrong, or this engine is older than the call.",
            "Compare the path with the API version that the engine speaks.";
        TrailingContent:
            "something follows the JSON in the request",
            "Two objects were sent as one body; engines before 24 ignored the second.",
            "Send one JSON object alone.";
        Undecodable { given: String, problem: String }:
            "{given:?} cannot be read: {problem}",
            "Engine 29 reads addresses while it decodes the request, so a wrong one is refused as JSON.",
            "Write the address or subnet in full, such as 10.0.0.0/24.";
        VerboseNotBool { given: String }:
            "{given:?} is neither true nor false",
            "The parameter verbose takes a truth value.",
            "Write true, false, 1 or 0.";
    }
}

faults! {
    /// A filter that the engine does not take.
    FilterFault {
        BadTime { given: String }:
            "{given:?} is neither a time nor a duration",
            "The filter until takes a time stamp or a duration such as 24h.",
            "Write 10m, 24h or 2024-01-02T15:04:05.";
        BadValue { key: String, value: Option<String> }:
            "the filter {key} does not take that value",
            "Some filters take fixed words only: type takes builtin or custom, dangling a truth value.",
            "Use one of the words that the filter takes.";
        SeveralValues { key: String }:
            "the filter {key} was given more than once",
            "This filter takes one value.",
            "Give it once.";
        Unknown { key: String, values: Option<String> }:
            "there is no filter {key}",
            "Networks are filtered by dangling, driver, id, label, name, scope and type; pruning takes label, label! and until.",
            "Check the spelling, and whether the call takes that filter at this API version.";
    }
}

faults! {
    /// A name that cannot be.
    NameFault {
        Blank { given: Option<String> }:
            "the network has no name",
            "The name is empty or made of spaces.",
            "Give the network a name.";
        NotDns:
            "the name is not one that can stand in DNS",
            "Names in a swarm are letters and digits, with - and _ only between them; local networks are not held to that.",
            "Use letters, digits and hyphens, beginning and ending with a letter or a digit.";
        TooLong { limit: usize }:
            "the name is longer than {limit} characters",
            "Names in a swarm are parts of DNS names.",
            "Shorten the name; stack names count, for they are put in front.";
        Unsaid:
            "no name was given",
            "Everything in a swarm has a name.",
            "Give it one.";
    }
}
