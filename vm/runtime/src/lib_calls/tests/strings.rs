//! Strings, byte arrays and characters.

use super::*;

#[test]
fn strings_are_joined() {
    lines! {
        string_concat("ab", "cd") => r#""abcd""#;
        string_concat("", "") => r#""""#;
        string_concat("", "x") => r#""x""#;
        string_concat3("a", "", "c") => r#""ac""#;
        string_concat4("a", "\u{e9}", "c", "d") => r#""aécd""#;
        string_join(["a", "", "bc"].as_slice(), 3) => r#""abc""#;
        string_join(["a", "b"].as_slice(), 1) => r#""a""#;
        string_join(["a", "b"].as_slice(), 0) => r#""""#;
        string_join(["a", "b"].as_slice(), 3) => "Index: 3 from index 0 on are not within 0..2";
        string_join(["a", "b"].as_slice(), -1) => "Index: -1 from index 0 on are not within 0..2";
    }
    let holes = Value::Strings(vec![Some("a".into()), None]);
    assert_eq!(ask("string_join", &[holes, 2.into()]), "NullUnwrap: string 1 of 2 to be joined is null");
}

#[test]
fn strings_are_cut_between_characters_only() {
    lines! {
        string_slice("abcdef", 1, 3) => r#""bc""#;
        string_slice("abc", 3, 3) => r#""""#;
        string_slice("a\u{e9}b", 1, 3) => r#""é""#;
        string_slice("a\u{e9}b", 0, 2) => "Utf8: byte index 2 is inside a character";
        string_slice("abc", 2, 1) => "Index: range 2..1 is not within 0..3";
        string_slice("abc", 0, 4) => "Index: range 0..4 is not within 0..3";
        string_slice("abc", -1, 2) => "Index: range -1..2 is not within 0..3";
        string_char_at("a\u{1f600}", 1) => "128512";
        string_char_at("a\u{1f600}", 2) => "Utf8: byte index 2 is inside a character";
        string_char_at("a", 1) => "Index: range 1..2 is not within 0..1";
        string_char_at("a", i64::MAX) => "Index: range 9223372036854775807..9223372036854775807 is not within 0..1";
        string_char_before("a\u{1f600}", 5) => "128512";
        string_char_before("a\u{1f600}", 1) => "97";
        string_char_before("a\u{1f600}", 3) => "Utf8: byte index 3 is inside a character";
        string_char_before("a", 0) => "Index: range -1..0 is not within 0..1";
        string_char_count("") => "0";
        string_char_count("e\u{301}\u{1f600}") => "3";
        string_is_boundary("\u{e9}", 0) => "1";
        string_is_boundary("\u{e9}", 1) => "0";
        string_is_boundary("\u{e9}", 2) => "1";
        string_is_boundary("\u{e9}", 3) => "0";
        string_is_boundary("\u{e9}", -1) => "0";
    }
}

#[test]
fn strings_are_compared_by_code_points() {
    lines! {
        string_compare("a", "b") => "-1";
        string_compare("b", "a") => "1";
        string_compare("a", "a") => "0";
        string_compare("a", "ab") => "-1";
        string_compare("\u{ffff}", "\u{10000}") => "-1";
        string_starts_with("abc", "ab") => "1";
        string_starts_with("abc", "") => "1";
        string_starts_with("ab", "abc") => "0";
        string_ends_with("abc", "bc") => "1";
        string_ends_with("abc", "ab") => "0";
        string_has_at("abc", 1, "bc") => "1";
        string_has_at("abc", 2, "bc") => "0";
        string_has_at("abc", 3, "") => "1";
        string_has_at("abc", 4, "") => "Index: index 4 is not within 0..=3";
    }
}

#[test]
fn strings_are_searched() {
    lines! {
        string_find("abcabc", "bc", 0) => "1";
        string_find("abcabc", "bc", 2) => "4";
        string_find("abcabc", "bc", 5) => "-1";
        string_find("a\u{e9}", "", 2) => "3";
        string_find("abc", "", 3) => "3";
        string_find("", "a", 0) => "-1";
        string_find("abc", "a", 4) => "Index: index 4 is not within 0..=3";
        string_rfind("abcabc", "bc", 6) => "4";
        string_rfind("abcabc", "bc", 5) => "1";
        string_rfind("abcabc", "x", 6) => "-1";
        string_rfind("a\u{e9}", "", 2) => "1";
        string_rfind("abc", "a", -1) => "Index: index -1 is not within 0..=3";
        string_find_any("key: value", ":=", 0) => "3";
        string_find_any("a,b;c|d", "|;,!", 2) => "3";
        string_find_any("a\u{e9}b", "b", 0) => "3";
        string_find_any("a\u{e9}b", "\u{e9}", 0) => "-1";
        string_find_any("abc", "", 0) => "-1";
        string_count("aaaa", "aa") => "2";
        string_count("a\u{e9}", "") => "3";
        string_count("", "a") => "0";
        string_find_json("plain \u{e9} \"q", 0) => "9";
        string_find_json("a\\b", 0) => "1";
        string_find_json("a\nb", 0) => "1";
        string_find_json("abc", 1) => "3";
    }
}

#[test]
fn words_are_found_by_the_white_space_of_unicode() {
    let bounds = |start: i64, end: i64| (start << 32 | end).to_string();
    lines! {
        string_next_word("  ab cd", 0) => bounds(2, 4);
        string_next_word("  ab cd", 4) => bounds(5, 7);
        string_next_word("  ab cd", 7) => "-1";
        string_next_word("\u{a0}\u{3000}\u{e9}t\u{e9}\u{2028}x", 0) => bounds(5, 10);
        string_next_word("\u{e0}\u{c2}\u{3042}", 0) => bounds(0, 7);
        string_next_word("", 0) => "-1";
        string_words(" one\ttwo\r\nthree\u{2003}four ") => "one|two|three|four";
        string_words(" \n") => "";
    }
    for text in ["", " a ", "a\u{85}b", "\u{1680}x y\u{205f}z\u{e9}\u{200b}", "\u{b}\u{c}\u{1c}q"] {
        let expected: Vec<_> = text.split_whitespace().collect();
        assert_eq!(ask("string_words", &[text.into()]), expected.join("|"), "{text:?}");
    }
}

#[test]
fn strings_are_taken_apart() {
    lines! {
        string_split("a,b,,c", ",") => "a|b||c";
        string_split("", ",") => "";
        string_split(",", ",") => "|";
        string_split("a--b---c", "--") => "a|b|-c";
        string_split("a\u{e9}b", "") => "a|é|b";
        string_lines("a\nb\r\nc") => "a|b|c";
        string_lines("a\n\nb\n") => "a||b";
        string_lines("\n") => "";
        string_lines("a\rb\r") => "a\rb\r";
    }
    assert_eq!(ask("string_split", &["".into(), "".into()]), "");
    for text in ["", "\n", "\r\n", "a\n\r\n", "\r", "a\r\n\nb", "\n\n"] {
        let expected: Vec<_> = text.lines().collect();
        assert_eq!(ask("string_lines", &[text.into()]), expected.join("|"), "{text:?}");
    }
}

#[test]
fn strings_are_repeated_padded_trimmed_and_replaced() {
    lines! {
        string_repeat("ab", 3) => r#""ababab""#;
        string_repeat("ab", 0) => r#""""#;
        string_repeat("", 5) => r#""""#;
        string_repeat("ab", -1) => "ArrayLength: -1 times 2 bytes are no length of a string";
        string_repeat("ab", i64::MAX) => "ArrayLength: 9223372036854775807 times 2 bytes are no length of a string";
        string_repeat("ab", 1_000_000) => "OutOfMemory: 2000000 bytes";
        string_pad("ab", 5, 46, 0) => r#""ab...""#;
        string_pad("ab", 5, 46, 1) => r#""...ab""#;
        string_pad("ab", 5, 46, 2) => r#"".ab..""#;
        string_pad("\u{e9}", 3, 0x1f600, 1) => r#""😀😀é""#;
        string_pad("abc", 2, 46, 0) => r#""abc""#;
        string_pad("abc", i64::MIN, 46, 0) => r#""abc""#;
        string_pad("abc", i64::MAX, 46, 0) => "ArrayLength: 9223372036854775804 times 1 bytes are no length of a string";
        string_pad("abc", 5, 0xd800, 0) => "Utf8: 55296 is not a character";
        string_pad("abc", 5, 46, 3) => "Index: the alignment is 3 and must be from 0 to 2";
        string_trim(" \u{3000}a b\n") => r#""a b""#;
        string_trim_start(" a ") => r#""a ""#;
        string_trim_end(" a ") => r#"" a""#;
        string_trim("  ") => r#""""#;
        string_trim_start("  ") => r#""""#;
        string_replace("aXbXc", "X", "--") => r#""a--b--c""#;
        string_replace("aaa", "aa", "b") => r#""ba""#;
        string_replace("abc", "x", "y") => r#""abc""#;
        string_replace("abc", "abc", "") => r#""""#;
        string_replace("a\u{e9}", "", "-") => r#""-a-é-""#;
        string_replace("", "", "-") => r#""-""#;
    }
    let long = "word ".repeat(1000);
    assert_eq!(ask("string_repeat", &[long.as_str().into(), 3.into()]), format!("{:?}", long.repeat(3)));
    assert_eq!(ask("string_repeat", &["word ".into(), 2999.into()]), format!("{:?}", "word ".repeat(2999)));
    assert_eq!(
        ask("string_repeat", &["\u{1f600}\u{e9}b".into(), 4001.into()]),
        format!("{:?}", "\u{1f600}\u{e9}b".repeat(4001))
    );
}

#[test]
fn case_follows_unicode() {
    lines! {
        string_to_lower("ÀB\u{130}") => format!("{:?}", "àbi\u{307}");
        string_to_upper("straße") => r#""STRASSE""#;
        string_to_lower("ΟΔΟΣ") => r#""οδος""#;
        string_to_upper("abc1") => r#""ABC1""#;
        string_to_lower("abc1") => r#""abc1""#;
        string_to_upper("\u{390}") => format!("{:?}", "\u{399}\u{308}\u{301}");
        char_to_upper(0xdf) => "223";
        char_to_upper(0xe9) => "201";
        char_to_lower(0x130) => "304";
        char_to_lower(65) => "97";
        char_is_upper(65) => "1";
        char_is_lower(65) => "0";
    }
}

#[test]
fn characters_have_properties() {
    lines! {
        char_is_alphabetic(0x3042) => "1";
        char_is_alphabetic(0x31) => "0";
        char_is_numeric(0x664) => "1";
        char_is_alphanumeric(0x664) => "1";
        char_is_whitespace(0xa0) => "1";
        char_is_whitespace(0x200b) => "0";
        char_is_control(0x85) => "1";
        char_is_alphabetic(0xd800) => "Utf8: 55296 is not a character";
        char_is_control(0x110000) => "Utf8: 1114112 is not a character";
        char_to_upper(-1) => "Utf8: -1 is not a character";
        char_is_lower(i64::MAX) => "Utf8: 9223372036854775807 is not a character";
        string_from_char(0x1f600) => r#""😀""#;
        string_from_char(0) => r#""\0""#;
        string_from_char(0xdfff) => "Utf8: 57343 is not a character";
    }
}

#[test]
fn strings_become_literals() {
    lines! {
        string_quote("a\"b\\c{d}\n\t\r\0\u{1}\u{1f}\u{7f}\u{e9}") => format!("{:?}", r#""a\"b\\c\{d\}\n\t\r\0\x01\x1f\x7fé""#);
        string_quote("") => format!("{:?}", r#""""#);
        string_quote_json("a\"b\\c{d}\n\t\r\0\u{1}\u{8}\u{c}\u{1f}\u{7f}\u{e9}") =>
            format!("{:?}", "\"a\\\"b\\\\c{d}\\n\\t\\r\\u0000\\u0001\\b\\f\\u001f\u{7f}\u{e9}\"");
    }
}

#[test]
fn bytes_become_strings_and_back() {
    lines! {
        string_to_bytes("\u{e9}") => r#""\xc3\xa9""#;
        string_to_bytes("") => r#""""#;
        string_from_bytes(b"a\xc3\xa9".as_slice(), 0, 3) => r#""aé""#;
        string_from_bytes(b"a\xc3\xa9".as_slice(), 0, 2) => "null";
        string_from_bytes(b"\xed\xa0\x80".as_slice(), 0, 3) => "null";
        string_from_bytes(b"\xc0\x80".as_slice(), 0, 2) => "null";
        string_from_bytes(b"abc".as_slice(), 1, 1) => r#""""#;
        string_from_bytes(b"abc".as_slice(), 1, 4) => "Index: range 1..4 is not within 0..3";
        string_from_bytes_lossy(b"a\xc3\xa9".as_slice(), 0, 3) => r#""aé""#;
        string_from_bytes_lossy(b"a\xc3\xffb".as_slice(), 0, 4) => r#""a��b""#;
        bytes_utf8_end(b"ab\xc3\xa9\xc3".as_slice(), 0, 5) => "4";
        bytes_utf8_end(b"ab".as_slice(), 1, 2) => "2";
        bytes_utf8_end(b"\xffab".as_slice(), 0, 3) => "0";
    }
}

#[test]
fn byte_arrays_are_filled_compared_and_searched() {
    lines! {
        bytes_copy_string(b".....".as_slice(), 1, "abcd", 2, 2) => r#"".cd..""#;
        bytes_copy_string(b".....".as_slice(), 4, "abcd", 0, 2) => "Index: 2 from index 4 on are not within 0..5";
        bytes_copy_string(b".....".as_slice(), 0, "ab", 1, 2) => "Index: 2 from index 1 on are not within 0..2";
        bytes_copy_string(b"..".as_slice(), i64::MAX, "ab", 0, i64::MAX) =>
            "Index: 9223372036854775807 from index 9223372036854775807 on are not within 0..2";
        bytes_compare(b"\x01".as_slice(), b"\xff".as_slice()) => "-1";
        bytes_compare(b"ab".as_slice(), b"a".as_slice()) => "1";
        bytes_equal(b"ab".as_slice(), b"ab".as_slice()) => "1";
        bytes_equal(b"ab".as_slice(), b"a".as_slice()) => "0";
        bytes_equal_string(b"xaby".as_slice(), 1, 3, "ab") => "1";
        bytes_equal_string(b"xaby".as_slice(), 1, 2, "ab") => "0";
        bytes_find_byte(b"abcabc".as_slice(), 1, 6, 97) => "3";
        bytes_find_byte(b"abcabc".as_slice(), 1, 3, 97) => "-1";
        bytes_find_byte(b"abc".as_slice(), 0, 3, 256) => "Index: the byte is 256 and must be from 0 to 255";
        bytes_find(b"abcabc".as_slice(), b"ca".as_slice(), 1) => "2";
        bytes_find(b"abcabc".as_slice(), b"ca".as_slice(), 3) => "-1";
    }
}

#[test]
fn a_hash_depends_on_the_bytes_alone() {
    let whole = ask("string_hash", &["word".into()]);
    lines! {
        string_hash_slice("a word here", 2, 6) => whole;
        bytes_hash(b"a word here".as_slice(), 2, 6) => whole;
        string_hash_slice("abc", 2, 5) => "Index: range 2..5 is not within 0..3";
    }
    assert_ne!(whole, ask("string_hash", &["worf".into()]));
}

#[test]
fn long_texts_take_fuel() {
    let mut call = FakeCall::new([Value::from("x".repeat(6400).as_str()), "y".into(), 0.into()]);
    assert_eq!(handler(libcall::find("string_find").expect("a row")).expect("a handler")(&mut call), Ok(u64::MAX));
    assert_eq!(call.fuel, 100);
}
