//! Changing files in places: what is meant changes, and comments and layout stay.
#![cfg(feature = "compose")]

use docknet::compose::edit::{EditError, EditedFile, Step, Value};

fn path(text: &str) -> Vec<Step> {
    let step = |word: &str| word.parse().map_or_else(|_| Step::key(word), Step::Item);
    text.split('/').map(step).collect()
}

fn file(text: &str) -> EditedFile {
    EditedFile::parse("a.yml", text).expect("a document")
}

fn set(text: &str, to: &str, value: &Value) -> String {
    file(text).set(&path(to), value).unwrap_or_else(|error| panic!("{error}\n{text}")).text().to_owned()
}

fn nat() -> Value {
    Value::mapping([("external", Value::Flag(true)), ("name", Value::text("nat"))])
}

#[test]
fn a_scalar_is_replaced_and_its_comment_stays() {
    let text = "a:\n  b: 10.0.0.1   # the master\n  c: [x, \"10.0.0.1\", z]\n";
    assert_eq!(
        set(text, "a/b", &Value::text("10.0.0.2")),
        "a:\n  b: 10.0.0.2   # the master\n  c: [x, \"10.0.0.1\", z]\n"
    );
    assert_eq!(
        set(text, "a/c/1", &Value::text("10.0.0.2")),
        "a:\n  b: 10.0.0.1   # the master\n  c: [x, 10.0.0.2, z]\n"
    );
    assert_eq!(set("a: 1\r\nb: 2\r\n", "a", &Value::text("x")), "a: x\r\nb: 2\r\n");
    assert_eq!(set("\u{feff}a: 1\n", "a", &Value::text("x")), "\u{feff}a: x\n");
    assert_eq!(set("ä: {é: 'ü', b: 1}\n", "ä/b", &Value::Number(2)), "ä: {é: 'ü', b: 2}\n");
}

#[test]
fn what_lacks_is_added_behind_the_last_entry() {
    assert_eq!(
        set("services:\n  web:\n    image: x\n", "networks/default", &nat()),
        "services:\n  web:\n    image: x\nnetworks:\n  default:\n    external: true\n    name: nat\n"
    );
    // The file's own indent, its line ends, a comment at its end, and no line end at the end.
    assert_eq!(
        set("services:\r\n    web:\r\n        image: x\r\n# end", "networks/default", &nat()),
        "services:\r\n    web:\r\n        image: x\r\nnetworks:\r\n    default:\r\n        external: true\r\n        name: nat\r\n# end"
    );
    assert_eq!(
        set(
            "n:\n  a:\n    config:\n      - subnet: 10.0.0.0/24\n        # kept\n      - subnet: 10.1.0.0/24\nz: 1\n",
            "n/a/config/0/ip_range",
            &Value::text("10.0.0.128/25")
        ),
        "n:\n  a:\n    config:\n      - subnet: 10.0.0.0/24\n        ip_range: 10.0.0.128/25\n        # kept\n      - subnet: 10.1.0.0/24\nz: 1\n"
    );
    assert_eq!(set("n: {a: {b: 1}}", "n/a/c", &Value::Flag(true)), "n: {a: {b: 1, c: true}}");
    assert_eq!(
        set("n:\n  default:\nz: 1\n", "n/default/external", &Value::Flag(true)),
        "n:\n  default:\n    external: true\nz: 1\n"
    );
    assert_eq!(set("n: {}\n", "n/a", &Value::text("b")), "n:\n  a: b\n");
}

#[test]
fn an_entry_is_written_anew_and_comments_on_lines_of_their_own_stay() {
    let text = "networks:\n  default: # ours\n    driver: nat\n    # the office\n    ipam:\n      config:\n      - subnet: 10.0.0.0/24\n\n  other: {}\n";
    let after = set(text, "networks/default", &nat());
    assert!(
        after.contains("# the office") && after.contains("  default:\n    external: true\n    name: nat\n"),
        "{after}"
    );
    assert!(after.ends_with("\n\n  other: {}\n"), "{after}");
    let ports = "web:\n  ports:\n  - 80:80\n  - \"443:443\" # tls\n  image: x\n";
    let long = Value::mapping([("target", Value::Number(443)), ("mode", Value::text("host"))]);
    assert_eq!(
        set(ports, "web/ports/1", &long),
        "web:\n  ports:\n  - 80:80\n  - target: 443\n    mode: host\n  image: x\n"
    );
    assert_eq!(
        set("web: {ports: ['80:80']}", "web/ports", &Value::List(vec![long])),
        "web: {ports: [{target: 443, mode: host}]}"
    );
}

#[test]
fn keys_and_items_are_taken_away() {
    let remove = |text: &str, what: &str| file(text).remove(&path(what)).map(|file| file.text().to_owned());
    assert_eq!(
        remove("a:\n  b: 1\n  # on c\n  c:\n    - 1\nd: 2\n", "a/c").unwrap(),
        "a:\n  b: 1\n  # on c\nd: 2\n"
    );
    assert_eq!(remove("a: [x, y, z]", "a/1").unwrap(), "a: [x, z]");
    assert_eq!(remove("a: [x, y]", "a/1").unwrap(), "a: [x]");
    assert_eq!(remove("a: {b: 1, c: 2}", "a/b").unwrap(), "a: {c: 2}");
    assert!(matches!(remove("a: 1", "b"), Err(EditError::NoPath { .. })));
}

#[test]
fn what_is_shared_is_left_alone() {
    let shared = "x: &x {b: 1}\ny: *x\nz:\n  <<: *x\n  c: 2\n";
    for what in ["x/b", "y/b", "z/b"] {
        assert!(
            matches!(file(shared).set(&path(what), &Value::text("2")), Err(EditError::NotPlain { .. })),
            "{what}"
        );
    }
    assert_eq!(set(shared, "z/c", &Value::Number(3)), shared.replace("c: 2", "c: 3"));
    assert!(file("a: 1").set(&path("a/b"), &nat()).is_err(), "a text holds nothing");
}

#[test]
fn the_way_to_a_place_is_found() {
    let file = file("a:\n  - b: [x, y]\n");
    let root = file.path_of(&docknet::compose::Place::new("a.yml", 2, 12)).unwrap();
    assert_eq!(root, path("a/0/b/1"));
    assert_eq!(file.path_of(&docknet::compose::Place::new("a.yml", 2, 5)).unwrap(), path("a/0/b"));
    assert_eq!(file.path_of(&docknet::compose::Place::new("b.yml", 2, 5)), None);
    assert_eq!(file.get(&root), Some(Value::text("y")));
}

#[test]
fn an_item_between_brackets_may_become_a_mapping() {
    let edited = file("services: {web: {ports: ['80:80', '81:81']}} # both\n");
    let path = [Step::key("services"), Step::key("web"), Step::key("ports"), Step::Item(1)];
    let value = Value::mapping([("target", Value::Number(81)), ("mode", Value::text("host"))]);
    let edited = edited.set(&path, &value).unwrap();
    assert_eq!(edited.text(), "services: {web: {ports: ['80:80', {target: 81, mode: host}]}} # both\n");
}

#[test]
fn of_several_documents_the_right_one_is_changed() {
    let text = "# one\nservices:\n  web: {image: iis}\n\n# the first ends\n---\nservices:\n  web:\n    ports:\n      - 80:80\n...\n---\nnetworks: {back: {}}\n";
    let file = file(text);
    let place = docknet::compose::Place::new("a.yml", 10, 9);
    let port = file.path_of(&place).expect("a port");
    assert_eq!(port, path("1/services/web/ports/0"));
    let changed = file.set(&port, &Value::text("81:80")).expect("changed");
    assert_eq!(changed.text(), text.replace("80:80", "\"81:80\""), "and nothing else");
    let added = |at: &str| file.set(&path(at), &Value::text("x")).expect("added").text().to_owned();
    assert_eq!(added("services/web/image"), text.replace("iis", "x"), "the one that has it");
    assert_eq!(
        added("services/web/hostname"),
        text.replace("80:80\n", "80:80\n    hostname: x\n"),
        "the last that has the service"
    );
    assert_eq!(added("name"), format!("{text}name: x\n"), "the last one");
    assert_eq!(added("0/name"), text.replace("{image: iis}\n", "{image: iis}\nname: x\n"));
    assert_eq!(file.get(&path("networks/back")), file.get(&path("2/networks/back")));
    let named = EditedFile::parse("a.yml", &added("services/web/hostname")).expect("documents");
    assert_eq!(named.remove(&path("services/web/hostname")).expect("removed").text(), text);
    for whole in ["1", "7/services", "services/db"] {
        assert!(file.remove(&path(whole)).is_err(), "{whole}");
    }
}

/// What a value is set to can be set once more, and comes out as it was.
fn set_twice(text: &str, to: &str, value: &Value) -> String {
    let after = set(text, to, value);
    assert_eq!(set(&after, to, value), after);
    after
}

#[test]
fn what_was_set_can_be_set_again() {
    let replacing = |value| Value::Replacing(Box::new(value));
    let held = replacing(Value::mapping([("b", Value::Flag(false))]));
    assert_eq!(set_twice("a: {}\n", "a/null", &held), "a:\n  \"null\": !override\n    b: false\n");
    assert_eq!(set_twice("a: {c: 1}\n", "a/null", &held), "a: {c: 1, \"null\": !override {b: false}}\n");
    assert_eq!(set_twice("a: [x]\n", "a/0", &replacing(Value::text("z"))), "a: [!override z]\n");
    assert_eq!(
        set_twice("a:\n  - x\n  - z\n", "a/0", &replacing(Value::Flag(true))),
        "a:\n  - !override true\n  - z\n"
    );
    assert_eq!(set_twice("a: [x, y]\n", "a/1", &Value::Nothing), "a: [x, ~]\n");
    assert_eq!(set_twice("a: 1 # one\n", "a", &Value::Nothing), "a: ~ # one\n");
    let first = set("- x\n", "0", &Value::mapping([("b", Value::Number(1))]));
    assert_eq!(set_twice(&first, "0/b", &Value::Number(2)), "- b: 2\n");
}

#[test]
fn a_key_without_a_value_gets_one() {
    assert_eq!(set("a: {b, c: 1}\n", "a/b", &Value::Number(2)), "a: {b: 2, c: 1}\n");
    assert_eq!(set("a: {b: , c: 1}\n", "a/b", &Value::text("x")), "a: {b: x, c: 1}\n");
    assert_eq!(set("a: {c: 1, b: }\n", "a/b", &nat()), "a: {c: 1, b: {external: true, name: nat}}\n");
}

#[test]
fn the_first_key_behind_a_dash_is_changed_like_any() {
    let text = "a:\n  - b:\n      c: 1\n    # on d\n    d: 2\n";
    assert_eq!(
        set(text, "a/0/b", &Value::mapping([("e", Value::Number(3))])),
        "a:\n  - b:\n        e: 3\n    # on d\n    d: 2\n"
    );
    assert_eq!(set("a:\n- b:\n    c: 1\n", "a/0/d", &Value::Number(2)), "a:\n- b:\n    c: 1\n  d: 2\n");
    let without = file(text).remove(&path("a/0/b")).unwrap();
    assert_eq!(without.text(), "a:\n    # on d\n  - d: 2\n");
}

#[test]
fn the_last_one_that_is_taken_away_leaves_an_empty_list_or_mapping() {
    let remove = |text: &str, what: &str| file(text).remove(&path(what)).unwrap().text().to_owned();
    assert_eq!(
        remove("a:\n  b: # ours\n    # on c\n    c: 1\nd: 2\n", "a/b/c"),
        "a:\n    # on c\n  b: {}\nd: 2\n"
    );
    assert_eq!(remove("a:\n- b\nd: 2\n", "a/0"), "a: []\nd: 2\n");
    assert_eq!(remove("# all\na: 1\n", "a"), "# all\n{}\n");
}

#[test]
fn a_text_on_several_lines_is_replaced_as_a_whole() {
    let x = Value::text("x");
    assert_eq!(set("a: one\n  two\nb: 1\n", "a", &x), "a: x\nb: 1\n");
    assert_eq!(set("a: >-\n  one\nb: 1\n", "a", &x), "a: x\nb: 1\n");
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_lines() {
    assert_eq!(set("a: 1\r\n\r# on b\rb: 2\r\n", "b", &Value::Number(3)), "a: 1\r\n\r# on b\rb: 3\r\n");
}
