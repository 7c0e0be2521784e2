//! Which paths a Rust source names: a tokenizer that knows comments and strings, and no more grammar than paths need.

use std::collections::BTreeMap;

/// A path that is named, and where.
pub(crate) struct Named {
    /// The line, from 1.
    pub(crate) line: usize,
    /// The path, from `crate` or from an outer crate's name.
    pub(crate) path: Vec<String>,
}

/// Every path that a file names, in order. Paths are followed through `self`, `super`, `docknet` and the names that
/// `use` gives them in the same file.
pub(crate) fn scan(module: &[&str], text: &str) -> Vec<Named> {
    let mut reader = Reader { tokens: tokens(text), ..Reader::default() };
    reader.module = module.iter().map(ToString::to_string).collect();
    reader.read();
    let aliases = reader.aliases;
    let follow = |named: Named| {
        let mut path = named.path;
        // A name can stand for a name that stands for a name.
        for _ in 0..8 {
            match aliases.get(&path[0]) {
                Some(whole) if path.len() > 1 && whole[0] != path[0] => {
                    path.splice(..1, whole.iter().cloned());
                }
                _ => break,
            }
        }
        Named { line: named.line, path }
    };
    reader.named.into_iter().map(follow).collect()
}

#[derive(Default)]
struct Reader {
    tokens: Vec<(usize, String)>,
    at: usize,
    module: Vec<String>,
    /// For every open brace, whether it opened a module.
    braces: Vec<bool>,
    named: Vec<Named>,
    aliases: BTreeMap<String, Vec<String>>,
}

impl Reader {
    fn peek(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |(_, token)| token)
    }

    fn read(&mut self) {
        while self.at < self.tokens.len() {
            match (self.peek(0), self.peek(1), self.peek(2)) {
                // Visibility names a module above without using anything in it.
                ("pub", "(", _) => {
                    while !matches!(self.peek(0), ")" | "") {
                        self.at += 1;
                    }
                }
                ("mod", name, "{") => {
                    let name = name.to_owned();
                    self.module.push(name);
                    self.braces.push(true);
                    self.at += 3;
                }
                ("{", ..) => {
                    self.braces.push(false);
                    self.at += 1;
                }
                ("}", ..) => {
                    if self.braces.pop() == Some(true) {
                        self.module.pop();
                    }
                    self.at += 1;
                }
                ("use", ..) => {
                    self.at += 1;
                    self.tree(&[], true);
                }
                (token, ..) if is_name(token) || token == "::" => {
                    let before = self.at;
                    self.tree(&[], false);
                    self.at = self.at.max(before + 1);
                }
                _ => self.at += 1,
            }
        }
    }

    /// A path, which in a `use` may branch.
    fn tree(&mut self, prefix: &[String], import: bool) {
        let mut path = prefix.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |(line, _)| *line);
        if self.peek(0) == "::" {
            self.at += 1;
        }
        loop {
            match self.peek(0) {
                "{" if import => {
                    self.at += 1;
                    while !matches!(self.peek(0), "}" | "") {
                        self.tree(&path, true);
                        if self.peek(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "*" if import => path.push("*".into()),
                token if is_name(token) => path.push(token.to_owned()),
                // A turbofish, or nothing a path has.
                _ => break,
            }
            self.at += 1;
            if self.peek(0) == "::" && self.peek(1) != "<" {
                self.at += 1;
            } else {
                break;
            }
        }
        let mut alias = None;
        if import && self.peek(0) == "as" {
            alias = Some(self.peek(1).to_owned());
            self.at += 2;
        }
        self.found(path, line, import, alias);
    }

    fn found(&mut self, mut path: Vec<String>, line: usize, import: bool, alias: Option<String>) {
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let Some(whole) = self.rooted(&path) else { return };
        // A single name is a variable, a type or a keyword; imported, it is a crate. `self` alone is a value.
        let value = path.len() == 1 && !import;
        if value && !matches!(path[0].as_str(), "crate" | "super") {
            return;
        }
        let name = alias.or_else(|| whole.last().cloned());
        if let Some(name) = name.filter(|name| import && name != "*") {
            if whole.first() != Some(&name) {
                self.aliases.insert(name, whole.clone());
            }
        }
        let whole = if whole.len() == 2 && whole[0] == "crate" && whole[1] == "*" {
            vec!["crate".into()]
        } else {
            whole
        };
        self.named.push(Named { line, path: whole });
    }

    /// The path from the root, if it is relative to anything; else as it is.
    fn rooted(&self, path: &[String]) -> Option<Vec<String>> {
        let root = || vec!["crate".to_owned()];
        let mut module = self.module.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" | "docknet" => return Some([root(), path[1..].to_vec()].concat()),
            "self" => rest = &rest[1..],
            "super" => {}
            _ => return Some(path.to_vec()),
        }
        while rest.first().is_some_and(|part| part == "super") {
            module.pop();
            rest = &rest[1..];
        }
        Some([root(), module, rest.to_vec()].concat())
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The tokens with their lines: names, `::`, and single characters; no comments, strings, characters and lifetimes.
fn tokens(text: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = text.chars().collect();
    let get = |at: usize| chars.get(at).copied().unwrap_or('\0');
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let (mut at, mut line, mut tokens) = (0, 1, Vec::new());
    while at < chars.len() {
        let from = at;
        match (get(at), get(at + 1)) {
            ('/', '/') => at += chars[at..].iter().take_while(|c| **c != '\n').count(),
            ('/', '*') => at = after_comment(&chars, at),
            ('"', _) => at = after_string(&chars, at),
            ('\'', next) => {
                let lifetime = part(next) && get(at + 2) != '\'';
                at += 1;
                if lifetime {
                    at += chars[at..].iter().take_while(|c| part(**c)).count();
                } else {
                    while at < chars.len() && get(at) != '\'' {
                        at += if get(at) == '\\' { 2 } else { 1 };
                    }
                    at += 1;
                }
            }
            (':', ':') => {
                tokens.push((line, "::".to_owned()));
                at += 2;
            }
            (first, _) if part(first) => {
                at += chars[at..].iter().take_while(|c| part(**c)).count();
                let word: String = chars[from..at].iter().collect();
                let hashes = chars[at.min(chars.len())..].iter().take_while(|c| **c == '#').count();
                match word.as_str() {
                    "r" | "br" | "cr" if get(at + hashes) == '"' => {
                        at = after_raw_string(&chars, at + hashes + 1, hashes);
                    }
                    "r" if hashes == 1 && part(get(at + 1)) => at += 1,
                    "b" | "c" if get(at) == '"' || get(at) == '\'' => {}
                    _ => tokens.push((line, word)),
                }
            }
            (other, _) => {
                if !other.is_whitespace() {
                    tokens.push((line, other.to_string()));
                }
                at += 1;
            }
        }
        let at_most = at.min(chars.len());
        line += chars[from..at_most].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn after_comment(chars: &[char], mut at: usize) -> usize {
    let mut open = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => {
                open += 1;
                at += 2;
            }
            ('*', Some('/')) => {
                open -= 1;
                at += 2;
                if open == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn after_string(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn after_raw_string(chars: &[char], mut at: usize, hashes: usize) -> usize {
    while at < chars.len() {
        let closed =
            chars[at] == '"' && chars[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
        at += 1;
        if closed {
            return at + hashes;
        }
    }
    at
}
