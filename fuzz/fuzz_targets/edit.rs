//! Changes of any documents at any paths to any values: one that is accepted says what was meant and nothing else, can
//! be made again, and can be taken back.
#![no_main]

use docknet::compose::edit::{EditedFile, Step, Value};
use docknet_fuzz::split;
use libfuzzer_sys::fuzz_target;

const TEXTS: &[&str] = &[
    "a",
    "",
    "b c",
    "yes",
    "~",
    "null",
    "10.0.0.1",
    "10.0.0.0/24",
    "080",
    "1e3",
    "# no",
    "a: b",
    "- a",
    "{",
    "]",
    "'",
    "\"",
    "\\",
    "${A}",
    "two\nlines\n",
    " x ",
    "\t",
    "\u{e9}",
    "<<",
    "*a",
    "&a",
    "!x",
    "|",
    ">",
    "%",
    "@",
    "\u{85}",
];

fuzz_target!(|data: &[u8]| {
    let Some((head, text)) = split::<24>(data) else { return };
    let Ok(mut file) = EditedFile::parse("a.yml", text) else { return };
    for bytes in head.chunks_exact(8) {
        let mut bytes = Bytes(bytes.to_vec());
        let before = file.get(&[]);
        let (path, there) = bytes.path(before.as_ref());
        if bytes.next() % 4 == 0 {
            let Ok(after) = file.remove(&path) else { continue };
            let mut wanted = before.expect("something was there");
            assert!(taken(&mut wanted, &path), "nothing was there");
            says(&after, &Some(wanted));
            file = after;
            continue;
        }
        let value = bytes.value(2);
        let Ok(after) = file.set(&path, &value) else { continue };
        let mut wanted = before.clone().unwrap_or(Value::Nothing);
        assert!(put(&mut wanted, &path, &read_back(&value)), "{path:?} is no way");
        let wanted = Some(wanted);
        says(&after, &wanted);
        let again = after.set(&path, &value).unwrap_or_else(|error| panic!("{error}\n{}", after.text()));
        says(&again, &wanted);
        // What was there before can be there again, where it is said in a way that can be written.
        if let Some(old) = file.get(&path) {
            if let Ok(back) = after.set(&path, &old) {
                says(&back, &before);
            }
        } else if let Some(made) = path.get(..=there) {
            let back = after.remove(made).unwrap_or_else(|error| panic!("{error}\n{}", after.text()));
            // Unless a mapping was made out of nothing.
            let held = path.get(..there).and_then(|path| file.get(path));
            if held != Some(Value::Nothing) {
                says(&back, &before);
            }
        }
        file = after;
    }
});

/// What a file says, now and when its text is read by itself.
fn says(file: &EditedFile, wanted: &Option<Value>) {
    let read = EditedFile::parse("a.yml", file.text()).expect("what was written is read");
    assert_eq!((&file.get(&[]), &read.get(&[])), (wanted, wanted), "{}", file.text());
}

/// As a value is when it is read.
fn read_back(value: &Value) -> Value {
    match value {
        Value::Replacing(value) => read_back(value),
        Value::List(items) => Value::List(items.iter().map(read_back).collect()),
        Value::Mapping(entries) => {
            Value::mapping(entries.iter().map(|(key, value)| (key.clone(), read_back(value))))
        }
        other => other.clone(),
    }
}

fn put(document: &mut Value, path: &[Step], value: &Value) -> bool {
    let Some((step, rest)) = path.split_first() else {
        *document = value.clone();
        return true;
    };
    match (document, step) {
        (Value::List(items), Step::Item(index)) => {
            items.get_mut(*index).is_some_and(|item| put(item, rest, value))
        }
        (Value::Mapping(entries), Step::Key(key)) => match entries.iter_mut().find(|(there, _)| there == key)
        {
            Some((_, there)) => put(there, rest, value),
            None => {
                let mut new = Value::Nothing;
                let done = put(&mut new, rest, value);
                entries.push((key.clone(), new));
                done
            }
        },
        (nothing @ Value::Nothing, Step::Key(_)) => {
            *nothing = Value::Mapping(Vec::new());
            put(nothing, path, value)
        }
        _ => false,
    }
}

fn taken(document: &mut Value, path: &[Step]) -> bool {
    match (document, path) {
        (Value::List(items), [Step::Item(index)]) => {
            *index < items.len() && {
                items.remove(*index);
                true
            }
        }
        (Value::Mapping(entries), [Step::Key(key)]) => {
            let all = entries.len();
            entries.retain(|(there, _)| there != key);
            entries.len() < all
        }
        (Value::List(items), [Step::Item(index), rest @ ..]) => {
            items.get_mut(*index).is_some_and(|item| taken(item, rest))
        }
        (Value::Mapping(entries), [Step::Key(key), rest @ ..]) => {
            entries.iter_mut().find(|(there, _)| there == key).is_some_and(|(_, value)| taken(value, rest))
        }
        _ => false,
    }
}

/// Bytes that decide; 0 behind their end.
struct Bytes(Vec<u8>);

impl Bytes {
    fn next(&mut self) -> u8 {
        self.0.pop().unwrap_or_default()
    }

    fn text(&mut self) -> String {
        TEXTS[usize::from(self.next()) % TEXTS.len()].to_owned()
    }

    /// A way into a document that is there, perhaps with steps behind its end that are not; how many are there.
    fn path(&mut self, document: Option<&Value>) -> (Vec<Step>, usize) {
        let (mut path, mut at) = (Vec::new(), document);
        let deep = self.next();
        for _ in 0..deep % 8 {
            let choice = usize::from(self.next());
            let next = match at {
                Some(Value::List(items)) if !items.is_empty() => {
                    let index = choice % items.len();
                    items.get(index).map(|item| (Step::Item(index), item))
                }
                Some(Value::Mapping(entries)) if !entries.is_empty() => {
                    entries.get(choice % entries.len()).map(|(key, value)| (Step::key(key), value))
                }
                _ => None,
            };
            let Some((step, value)) = next else { break };
            path.push(step);
            at = Some(value);
        }
        let mut there = path.len();
        for _ in 0..deep / 64 {
            let step = match self.next() {
                255 => Step::Item(0),
                _ => Step::Key(self.text()),
            };
            path.push(step);
        }
        while there < path.len() && document.is_some_and(|document| find(document, &path[..=there])) {
            there += 1;
        }
        (path, there)
    }

    fn value(&mut self, deep: u8) -> Value {
        let kind = self.next();
        match kind % 8 {
            0 => Value::Flag(kind > 100),
            1 => Value::Nothing,
            2 => Value::Number(u64::from(kind) << (kind / 4)),
            3 if deep > 0 => Value::List((0..kind / 64).map(|_| self.value(deep - 1)).collect()),
            4 if deep > 0 => {
                Value::Mapping((0..kind / 64).map(|_| (self.text(), self.value(deep - 1))).collect())
            }
            5 if deep > 0 => Value::Replacing(Box::new(self.value(deep - 1))),
            _ => Value::Text(self.text()),
        }
    }
}

fn find(document: &Value, path: &[Step]) -> bool {
    let Some((step, rest)) = path.split_first() else { return true };
    match (document, step) {
        (Value::List(items), Step::Item(index)) => items.get(*index).is_some_and(|item| find(item, rest)),
        (Value::Mapping(entries), Step::Key(key)) => {
            entries.iter().find(|(there, _)| there == key).is_some_and(|(_, value)| find(value, rest))
        }
        _ => false,
    }
}
