//! The grammar for editors, editors/vscode: its files are JSON, and its words are those of the lexer.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

const TOKENS: &str = include_str!("../src/syntax/token.rs");
const GRAMMAR: &str = include_str!("../../editors/vscode/syntaxes/nido.tmLanguage.json");

/// The words among the rows `Name "text" ends,` of the lexer's table.
fn words_of_lexer() -> BTreeSet<&'static str> {
    let table = TOKENS.split_once("\ntokens! {\n").and_then(|(_, rest)| rest.split_once("\n}")).expect("the table");
    let texts = table.0.lines().filter_map(|row| row.split('"').nth(1));
    texts.filter(|text| text.len() > 1 && text.chars().all(char::is_alphabetic)).collect()
}

/// The words of all groups `(a|b)` in the patterns below a rule.
fn words_of_rule<'g>(grammar: &'g Value, rule: &str) -> BTreeSet<&'g str> {
    let patterns = grammar["repository"][rule]["patterns"].as_array().expect("patterns");
    let matches = patterns.iter().map(|pattern| pattern["match"].as_str().expect("a match"));
    let groups = matches.flat_map(|text| text.split('(').skip(1)).filter_map(|group| Some(group.split_once(')')?.0));
    let of_words = |group: &&str| group.chars().all(|c| c.is_ascii_alphabetic() || c == '|');
    groups.filter(of_words).flat_map(|group| group.split('|')).collect()
}

#[test]
fn the_words_are_those_of_the_lexer() {
    let grammar: Value = serde_json::from_str(GRAMMAR).expect("JSON");
    let mut words = words_of_rule(&grammar, "keywords");
    words.extend(words_of_rule(&grammar, "declarations"));
    assert_eq!(words, words_of_lexer());
}

#[test]
fn every_file_is_json() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors/vscode");
    let package: Value = read(&folder.join("package.json"));
    read(&folder.join("language-configuration.json"));
    let grammars = package["contributes"]["grammars"].as_array().expect("grammars");
    assert_eq!(grammars.len(), 2);
    for contributed in grammars {
        let grammar = read(&folder.join(contributed["path"].as_str().expect("a path")));
        assert_eq!(grammar["scopeName"], contributed["scopeName"]);
    }
}

/// Every rule that is included is there.
#[test]
fn includes_lead_somewhere() {
    let grammar: Value = serde_json::from_str(GRAMMAR).expect("JSON");
    for include in GRAMMAR.split("\"include\": \"#").skip(1) {
        let rule = include.split('"').next().expect("the end of a string");
        assert!(grammar["repository"][rule].is_object(), "there is no rule {rule}");
    }
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("a file of text");
    serde_json::from_str(&text).unwrap_or_else(|mistake| panic!("{}: {mistake}", path.display()))
}
