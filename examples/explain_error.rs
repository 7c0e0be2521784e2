//! What a sentence of Docker's means, why it is said and what to do.
//!
//! ```text
//! cargo run --no-default-features --example explain_error -- 'network back not found'
//! docker network rm back 2>&1 | cargo run --no-default-features --example explain_error -- - --engine 20.10.24
//! ```
//!
//! Ends 0 when the sentence is known, 1 when it is not, 2 when the input is none.

use std::io::{Read as _, stdin};
use std::process::ExitCode;

use clap::Parser;
use docknet::engine::{Answer, Meaning, Reading};
use docknet::host::EngineVersion;
use serde_json::{Value, json};

/// Explains what Docker says when it refuses.
#[derive(Debug, Parser)]
struct Arguments {
    /// The sentence, whole; - reads it from standard input.
    sentence: String,
    /// The engine that said it, such as 20.10.24.
    #[arg(long)]
    engine: Option<EngineVersion>,
    /// The HTTP status it came with.
    #[arg(long, default_value_t = 500)]
    status: u16,
    /// Prints JSON instead of text.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let sentence = match sentence(&arguments.sentence) {
        Ok(sentence) => sentence,
        Err(why) => {
            eprintln!("explain_error: {why}");
            return ExitCode::from(2);
        }
    };
    let answer = Answer::new(arguments.status, sentence).with_engine(arguments.engine);
    let reading = Reading::of(&answer);
    let known = !matches!(reading.meaning, Meaning::Unrecognised | Meaning::InvalidRequest);
    if arguments.json {
        println!("{:#}", as_json(&answer, &reading, known));
    } else if known {
        print(&reading);
    } else {
        println!("docknet does not know this sentence; the engine said, with status {}:", answer.status);
        println!("{}", answer.sentence);
    }
    ExitCode::from(u8::from(!known))
}

fn sentence(given: &str) -> Result<String, String> {
    let mut text = given.to_owned();
    if given == "-" {
        text.clear();
        stdin().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
    }
    match text.trim() {
        "" => Err("there is no sentence".into()),
        _ => Ok(text),
    }
}

fn as_json(answer: &Answer, reading: &Reading, known: bool) -> Value {
    json!({
        "known": known,
        "status": answer.status,
        "sentence": answer.sentence,
        "meaning": reading.meaning,
        "around": reading.around,
        "explanation": reading.meaning.explanation(),
        "wordings": reading.wordings.iter().map(|wording| json!({
            "pattern": wording.pattern(),
            "since": wording.first(),
            "gone": wording.gone(),
        })).collect::<Vec<_>>(),
    })
}

fn print(reading: &Reading) {
    let explanation = reading.meaning.explanation();
    println!("What  {}", explanation.what);
    let mut data = Vec::new();
    for value in [json!(reading.meaning), json!(reading.around)] {
        leaves("", &value, &mut data);
    }
    for line in data {
        println!("      {line}");
    }
    println!("Why   {}", explanation.why);
    println!("Cure  {}", explanation.cure);
    for wording in &reading.wordings {
        match (wording.first(), wording.gone()) {
            (Some(first), Some(gone)) => println!("Said  by engines from {first} and before {gone}"),
            (Some(first), None) => println!("Said  by engines from {first}"),
            (None, Some(gone)) => println!("Said  by engines before {gone}"),
            (None, None) => {}
        }
    }
}

/// The data in a value, one line a piece: `subnet: 10.0.0.0/24`.
fn leaves(name: &str, value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| leaves(name, value, into)),
        Value::Array(items) => items.iter().for_each(|item| leaves(name, item, into)),
        Value::String(text) if !name.is_empty() => into.push(format!("{name}: {text}")),
        Value::Null | Value::String(_) => {}
        Value::Bool(_) | Value::Number(_) => into.push(format!("{name}: {value}")),
    }
}
