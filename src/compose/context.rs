//! What all nodes of one reading share: the limits, and the faults found so far.

use std::cell::{Cell, RefCell};

use super::{ComposeError, Limits, Tool};

/// Faults that are kept; a file with more is not worth more of them.
const FAULTS: usize = 1_000;

/// What all nodes of one reading share.
pub(super) struct Context<'a> {
    pub(super) limits: &'a Limits,
    pub(super) tool: Tool,
    /// Ports read so far.
    pub(super) ports: Cell<usize>,
    /// Ports compared while files were merged.
    pub(super) merged_ports: Cell<usize>,
    faults: RefCell<Vec<Fault>>,
    /// Faults that were not kept.
    left_out: Cell<usize>,
    /// Whether what is read now has nothing to do with networks.
    aside: Cell<bool>,
    /// Whether there is a fault that a strict reading stops at.
    stops: Cell<bool>,
}

/// Something that cannot be read or does not fit, and whether a strict reading stops at it.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) error: ComposeError,
    /// It is about something besides networks, which a strict reading leaves alone.
    pub(super) aside: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(limits: &'a Limits, tool: Tool) -> Self {
        Self {
            limits,
            tool,
            ports: Cell::new(0),
            merged_ports: Cell::new(0),
            faults: RefCell::new(Vec::new()),
            left_out: Cell::new(0),
            aside: Cell::new(false),
            stops: Cell::new(false),
        }
    }

    /// Notes what is wrong.
    pub(super) fn fault(&self, error: ComposeError) {
        let aside = self.aside.get();
        // The first one a strict reading stops at is never left out.
        let first = !aside && !self.stops.replace(!aside || self.stops.get());
        let mut faults = self.faults.borrow_mut();
        if first || faults.len() < FAULTS {
            faults.push(Fault { error, aside });
        } else {
            self.left_out.set(self.left_out.get().saturating_add(1));
        }
    }

    /// The value, or `None` with what is wrong noted.
    pub(super) fn tolerate<T>(&self, result: Result<T, ComposeError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(error);
                None
            }
        }
    }

    /// Reads something that has nothing to do with networks: a strict reading does not stop at what is wrong in it.
    pub(super) fn aside<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = self.aside.replace(true);
        let value = read();
        self.aside.set(before);
        value
    }

    /// Says how many faults there are besides those that are kept.
    pub(super) fn more(&self) -> Option<Fault> {
        let more = self.left_out.get();
        // A strict reading has stopped before.
        (more > 0).then_some(Fault { error: ComposeError::MoreFaults { more }, aside: true })
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;

    #[test]
    fn faults_are_kept_in_order_and_their_number_is_bounded() {
        let limits = Limits::default();
        let context = Context::new(&limits, Tool::default());
        let empty = || ComposeError::Empty { place: Place::new("a.yml", 1, 1) };
        assert_eq!(context.tolerate::<u8>(Err(empty())), None);
        assert_eq!(context.aside(|| context.tolerate::<u8>(Err(empty()))), None);
        assert_eq!(context.tolerate(Ok(1)), Some(1));
        assert!(context.more().is_none());
        (0..5_000).for_each(|_| context.fault(empty()));
        let more = context.more().map(|fault| fault.error);
        assert!(matches!(more, Some(ComposeError::MoreFaults { more: 4_002 })), "{more:?}");
        let faults = context.into_faults();
        assert_eq!((faults[0].aside, faults[1].aside, faults[2].aside), (false, true, false));
        assert_eq!(faults.len(), FAULTS);
    }

    #[test]
    fn the_first_fault_that_stops_is_kept_however_many_there_are() {
        let limits = Limits::default();
        let context = Context::new(&limits, Tool::default());
        let empty = || ComposeError::Empty { place: Place::new("a.yml", 1, 1) };
        context.aside(|| (0..5_000).for_each(|_| context.fault(empty())));
        (0..5).for_each(|_| context.fault(empty()));
        assert_eq!(context.into_faults().iter().filter(|fault| !fault.aside).count(), 1);
    }
}
