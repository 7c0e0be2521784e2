//! Patterns of filters: the part of regular expressions that names and identities are looked for with.
//!
//! Literals, `.`, classes, groups, alternatives, `*`, `+`, `?`, `{n,m}`, `^`, `$` and the escapes `\d \w \s` with their
//! opposites. It runs in time proportional to text and pattern, as Go's does. What it cannot read matches nothing, which
//! is what engines do with a pattern that Go cannot read.

/// A pattern, found anywhere in a text.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Vec<Step>);

#[derive(Debug, Clone)]
enum Step {
    /// One character out of a set.
    One(Set),
    Begin,
    End,
    /// Go on at both places.
    Split(usize, usize),
    Jump(usize),
    Found,
}

#[derive(Debug, Clone)]
struct Set {
    ranges: Vec<(char, char)>,
    negated: bool,
}

impl Set {
    fn has(&self, c: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) != self.negated
    }
}

/// No pattern of a filter is longer once its repetitions are written out.
const MOST: usize = 10_000;

impl Pattern {
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text, depth: 0 };
        let tree = reader.alternatives()?;
        if !reader.rest.is_empty() {
            return None;
        }
        let mut steps = Vec::new();
        write(&tree, &mut steps)?;
        steps.push(Step::Found);
        Some(Self(steps))
    }

    /// Whether it is found anywhere in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut current = Threads::new(self.0.len());
        let mut characters = text.chars();
        let mut begin = true;
        loop {
            let next = characters.next();
            current.add(&self.0, 0, begin, next.is_none());
            if current.found {
                return true;
            }
            let Some(c) = next else { return false };
            let end = characters.as_str().is_empty();
            let mut after = Threads::new(self.0.len());
            for at in current.list {
                if matches!(&self.0[at], Step::One(set) if set.has(c)) {
                    after.add(&self.0, at + 1, false, end);
                }
            }
            (current, begin) = (after, false);
        }
    }
}

/// The places in the pattern that are tried side by side.
struct Threads {
    list: Vec<usize>,
    seen: Vec<bool>,
    found: bool,
}

impl Threads {
    fn new(steps: usize) -> Self {
        Self { list: Vec::new(), seen: vec![false; steps], found: false }
    }

    fn add(&mut self, steps: &[Step], start: usize, begin: bool, end: bool) {
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            if std::mem::replace(&mut self.seen[at], true) {
                continue;
            }
            match &steps[at] {
                Step::One(_) => self.list.push(at),
                Step::Begin => waiting.extend(begin.then_some(at + 1)),
                Step::End => waiting.extend(end.then_some(at + 1)),
                Step::Split(one, other) => waiting.extend([*other, *one]),
                Step::Jump(to) => waiting.push(*to),
                Step::Found => self.found = true,
            }
        }
    }
}

#[derive(Debug, Clone)]
enum Tree {
    One(Set),
    Begin,
    End,
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Repeat(Box<Tree>, usize, Option<usize>),
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn skip(&mut self, prefix: &str) -> bool {
        self.rest.strip_prefix(prefix).map(|rest| self.rest = rest).is_some()
    }

    fn alternatives(&mut self) -> Option<Tree> {
        let mut any = vec![self.sequence()?];
        while self.skip("|") {
            any.push(self.sequence()?);
        }
        Some(Tree::Any(any))
    }

    fn sequence(&mut self) -> Option<Tree> {
        let mut all = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let atom = self.atom()?;
            all.push(self.repeated(atom)?);
        }
        Some(Tree::All(all))
    }

    fn atom(&mut self) -> Option<Tree> {
        let single = |c| Tree::One(Set { ranges: vec![(c, c)], negated: false });
        match self.next()? {
            '^' => Some(Tree::Begin),
            '$' => Some(Tree::End),
            '.' => Some(Tree::One(Set { ranges: vec![('\n', '\n')], negated: true })),
            '*' | '+' | '?' => None,
            '(' => {
                self.skip("?:");
                self.depth += 1;
                if self.depth > 50 {
                    return None;
                }
                let inside = self.alternatives()?;
                self.depth -= 1;
                self.skip(")").then_some(inside)
            }
            '[' => self.class().map(Tree::One),
            '\\' => match self.next()? {
                'A' => Some(Tree::Begin),
                'z' => Some(Tree::End),
                c => escaped(c).map(Tree::One),
            },
            c => Some(single(c)),
        }
    }

    fn repeated(&mut self, atom: Tree) -> Option<Tree> {
        let (least, most) = match self.rest.chars().next() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            // As in Go, a brace that begins no count stands for itself.
            Some('{') => match self.counts() {
                Some(counts) => counts,
                None => return Some(atom),
            },
            _ => return Some(atom),
        };
        if !self.rest.starts_with('{') {
            self.next();
        } else if let Some((_, rest)) = self.rest.split_once('}') {
            self.rest = rest;
        }
        self.skip("?");
        if self.rest.starts_with(['*', '+', '?']) {
            return None;
        }
        Some(Tree::Repeat(Box::new(atom), least, most))
    }

    /// `{2}`, `{2,}` or `{2,3}`, at most 1000 as in Go.
    fn counts(&self) -> Option<(usize, Option<usize>)> {
        let (inside, _) = self.rest.strip_prefix('{')?.split_once('}')?;
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number <= 1000);
        match inside.split_once(',') {
            None => number(inside).map(|exactly| (exactly, Some(exactly))),
            Some((least, "")) => Some((number(least)?, None)),
            Some((least, most)) => {
                Some((number(least)?, Some(number(most)?))).filter(|(l, m)| m.is_none_or(|m| m >= *l))
            }
        }
    }

    fn class(&mut self) -> Option<Set> {
        let negated = self.skip("^");
        let mut ranges = Vec::new();
        let mut first = true;
        loop {
            let c = match self.next()? {
                ']' if !first => return Some(Set { ranges, negated }),
                '\\' => {
                    let set = escaped(self.next()?)?;
                    match (set.negated, set.ranges.as_slice()) {
                        (false, [(one, same)]) if one == same => *one,
                        (false, _) => {
                            ranges.extend(set.ranges);
                            first = false;
                            continue;
                        }
                        (true, _) => return None,
                    }
                }
                c => c,
            };
            first = false;
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            if is_range {
                self.next();
                let last = self.next()?;
                if last < c {
                    return None;
                }
                ranges.push((c, last));
            } else {
                ranges.push((c, c));
            }
        }
    }
}

fn escaped(c: char) -> Option<Set> {
    let set = |ranges: &[(char, char)], negated| Some(Set { ranges: ranges.to_vec(), negated });
    let word = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    let space = [('\t', '\n'), ('\u{c}', '\r'), (' ', ' ')];
    match c {
        'd' => set(&[('0', '9')], false),
        'D' => set(&[('0', '9')], true),
        'w' => set(&word, false),
        'W' => set(&word, true),
        's' => set(&space, false),
        'S' => set(&space, true),
        'n' => set(&[('\n', '\n')], false),
        't' => set(&[('\t', '\t')], false),
        c if c.is_ascii_punctuation() => set(&[(c, c)], false),
        _ => None,
    }
}

fn write(tree: &Tree, steps: &mut Vec<Step>) -> Option<()> {
    if steps.len() > MOST {
        return None;
    }
    match tree {
        Tree::One(set) => steps.push(Step::One(set.clone())),
        Tree::Begin => steps.push(Step::Begin),
        Tree::End => steps.push(Step::End),
        Tree::All(all) => all.iter().try_for_each(|tree| write(tree, steps))?,
        Tree::Any(any) => {
            let mut ends = Vec::new();
            let last = any.len() - 1;
            for (number, tree) in any.iter().enumerate() {
                if number == last {
                    write(tree, steps)?;
                    break;
                }
                let split = steps.len();
                steps.push(Step::Jump(0));
                write(tree, steps)?;
                ends.push(steps.len());
                steps.push(Step::Jump(0));
                steps[split] = Step::Split(split + 1, steps.len());
            }
            let end = steps.len();
            for at in ends {
                steps[at] = Step::Jump(end);
            }
        }
        Tree::Repeat(inside, least, most) => {
            (0..*least).try_for_each(|_| write(inside, steps))?;
            match most {
                None => {
                    let split = steps.len();
                    steps.push(Step::Jump(0));
                    write(inside, steps)?;
                    steps.push(Step::Jump(split));
                    steps[split] = Step::Split(split + 1, steps.len());
                }
                Some(most) => {
                    for _ in *least..*most {
                        let split = steps.len();
                        steps.push(Step::Jump(0));
                        write(inside, steps)?;
                        steps[split] = Step::Split(split + 1, steps.len());
                    }
                }
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_found_anywhere() {
        for (pattern, text, found) in [
            ("bri", "bridge", true),
            ("^br.dge$", "bridge", true),
            ("^ridge", "bridge", false),
            ("", "anything", true),
            ("a|bc", "xbcx", true),
            ("^(ab)+$", "ababab", true),
            ("^(ab)+$", "ababa", false),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            (r"web\d+", "web12", true),
            (r"a\.b", "axb", false),
            ("^a{2,3}$", "aaa", true),
            ("^a{2,3}$", "aaaa", false),
            ("^a{2}$", "aa", true),
            ("(a*)*b", &"a".repeat(200), false),
            ("x?y", "y", true),
        ] {
            assert_eq!(
                Pattern::new(pattern).expect("it can be read").is_in(text),
                found,
                "{pattern} in {text}"
            );
        }
        for junk in ["(", ")", "[", "*a", "a**", r"\", "[z-a]"] {
            assert!(Pattern::new(junk).is_none(), "{junk}");
        }
    }
}
