//! What the decoder says of bytes that are no module.

use pvm_bytecode::{ModuleHash, VERSION, read, sections, text, write};

const HEADER: &[u8] = b"\0pvm\x01";

/// The error for a header, these sections and the end mark.
fn error(sections: &[u8]) -> String {
    cut(&[sections, &[0]].concat())
}

/// The error for a header and these bytes.
fn cut(bytes: &[u8]) -> String {
    read(&[HEADER, bytes].concat()).unwrap_err().to_string()
}

#[test]
fn headers() {
    let error = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert_eq!(error(b""), "byte 0: this is not a module of pvm: it does not start with its mark");
    assert_eq!(error(b"fn main() {}"), "byte 0: this is not a module of pvm: it does not start with its mark");
    assert_eq!(error(b"\0pvm"), "byte 4: the bytes end here, in the middle of something");
    assert_eq!(error(b"\0pvm\0"), "byte 5: the module has format version 0, which never was");
    assert_eq!(
        error(b"\0pvm\x02 whatever a newer format holds"),
        "byte 5: the module has format version 2, and this pvm reads versions up to 1: a newer pvm is needed"
    );
    assert_eq!(VERSION, 1);
    assert_eq!(error(HEADER), "byte 5: the bytes end here, in the middle of something");
    assert!(read(&[HEADER, &[0]].concat()).is_ok());
}

/// Every part of a module may be missing, so only its end tells whether it is whole.
#[test]
fn the_end_of_a_file() {
    let sources = [
        "",
        "function () {\n  return\n}",
        "constant \"a\"\ncustom \"built\" \"07\"\nfunction $main () {\n  return @1:1\n}",
    ];
    for source in sources {
        let whole = write(&text::parse(source).unwrap());
        assert!(read(&whole).is_ok());
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "{length} bytes of {} for\n{source}", whole.len());
        }
    }
    assert_eq!(cut(&[0, 0, 0]), "byte 6: the file goes on after its end mark; bytes left over: 2");
}

#[test]
fn frames_of_sections() {
    assert_eq!(error(&[12, 0]), "byte 5: there is no section with number 12");
    assert_eq!(cut(&[6]), "section constants, byte 6: the bytes end here, in the middle of something");
    assert_eq!(
        cut(&[6, 3, 1, 0]),
        "section constants, byte 6: a list of 3 entries can't fit in what is left, which is 2 bytes long"
    );
    assert_eq!(error(&[6, 2, 1, 0, 6, 2, 1, 0]), "section constants, byte 9: the section stands out of order or twice");
    assert_eq!(
        error(&[6, 2, 1, 0, 5, 3, 1, 0, 0]),
        "section globals, byte 9: the section stands out of order or twice"
    );
    assert_eq!(error(&[6, 1, 0]), "section constants, byte 8: the section is empty and should be left out");
    assert_eq!(
        error(&[6, 3, 1, 0, 9]),
        "section constants, byte 9: the section goes on after its contents; bytes left over: 1"
    );
    assert_eq!(error(&[10, 4, 0, 0, 0, 0]), "section debug, byte 11: the section is empty and should be left out");
    assert_eq!(error(&[8, 3, 2, 0, 0]), "section start, byte 10: a number is too large for what it says");
}

#[test]
fn contents_of_sections() {
    assert_eq!(error(&[6, 3, 1, 1, 0xff]), "section constants, byte 9: a text is not valid UTF-8");
    assert_eq!(error(&[5, 3, 1, 0, 2]), "section globals, byte 10: there is no truth value with number 2");
    assert_eq!(error(&[1, 3, 1, 7, 0]), "section types, byte 8: there is no kind of type with number 7");
    assert_eq!(
        error(&[6, 4, 1, 0x80, 0, 0]),
        "section constants, byte 8: a number is not written in its shortest form"
    );
    let bomb = [4, 8, 1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f];
    assert_eq!(
        error(&bomb),
        "section functions, byte 10: a list of 4294967295 entries can't fit in what is left, which is 0 bytes long"
    );
}

/// A function without parameters, result and locals, of so many instructions.
fn code(length: u8, code: &[u8]) -> String {
    error(&[&[4, 5 + code.len() as u8, 1, 0, 0, 0, length], code].concat())
}

#[test]
fn instructions() {
    assert_eq!(code(1, &[0x06]), "section functions, byte 12: there is no instruction with number 6");
    assert_eq!(code(1, &[0x08, 0x00]), "section functions, byte 12: an instruction has a shorter form");
    assert_eq!(code(1, &[0x01, 0x1e]), "section functions, byte 12: an instruction has a shorter form");
    assert_eq!(code(2, &[0xe0, 0x81, 0, 5]), "section functions, byte 13: an instruction has a shorter form");
    assert_eq!(code(2, &[0xe0, 0x8a, 0]), "section functions, byte 13: an instruction has a shorter form");
    assert_eq!(code(1, &[0x80, 0x7e]), "section functions, byte 13: a jump leads to before the function's first block");
    assert_eq!(code(1, &[0x87, 99]), "section functions, byte 13: there is no trap with number 99");
    assert_eq!(
        code(2, &[0x83]),
        "section functions, byte 11: a list of 2 entries can't fit in what is left, which is 1 bytes long"
    );
    assert_eq!(
        code(2, &[0x82, 5]),
        "section functions, byte 13: a list of 5 entries can't fit in what is left, which is 0 bytes long"
    );
}

#[test]
fn debug_information() {
    let function = [4, 6, 1, 0, 0, 0, 1, 0x83];
    let debug = |bytes: &[u8]| error(&[&function[..], &[10, bytes.len() as u8], bytes].concat());
    assert_eq!(
        debug(&[0, 1, 0, 0, 0, 0, 0, 0]),
        "section debug, byte 21: the list ends in entries that say nothing and should be left out"
    );
    assert_eq!(
        debug(&[0, 1, 1, 0, 1, 97, 1, 0, 0, 0, 0]),
        "section debug, byte 26: debug information does not fit the module"
    );
    assert_eq!(
        debug(&[0, 1, 0, 0, 0, 1, 0x13, 1, 0, 0]),
        "section debug, byte 25: debug information does not fit the module"
    );
    assert_eq!(
        debug(&[0, 1, 0, 0, 0, 1, 0x01, 1, 0, 0]),
        "section debug, byte 21: a number is too large for what it says"
    );
    assert_eq!(
        debug(&[0, 1, 0, 0, 0, 1, 0x0f, 1, 1, 0, 0]),
        "section debug, byte 21: a number is not written in its shortest form"
    );
    let name = |words: &[u8]| debug(&[&[0, 1][..], words, &[0, 0, 0, 0, 0]].concat());
    let words = |byte| format!("section debug, byte {byte}: a name is not cut into words as it should be");
    assert_eq!(name(&[2, 0, 1, b'a', 0, 1, b'b']), words(17));
    assert_eq!(name(&[1, 0, 3, b'a', b'.', b'b']), words(17));
    assert_eq!(name(&[2, 0, 2, b'a', b'.', 0, 2, b'a', b'.']), words(24));
    assert_eq!(name(&[1, 0, 0]), words(17));
    assert_eq!(name(&[1, 1]), "section debug, byte 18: there is no word with number 1");
    assert_eq!(name(&[1, 0, 1, 0x80]), "section debug, byte 20: a text is not valid UTF-8");
}

/// Debug and custom sections do not belong to a module's identity.
#[test]
fn identity() {
    let plain = text::parse("function () {\n  return\n}").unwrap();
    let named = text::parse("custom \"built\" \"07\"\nfunction $main () {\n  return @1:1\n}").unwrap();
    let other = text::parse("function () {\n  unreachable\n}").unwrap();
    assert_eq!(ModuleHash::of(&plain), ModuleHash::of(&named));
    assert_ne!(ModuleHash::of(&plain), ModuleHash::of(&other));
    for module in [&plain, &named, &other] {
        assert_eq!(ModuleHash::of_bytes(&write(module)), Ok(ModuleHash::of(module)));
    }
    assert_eq!(
        ModuleHash::of(&plain).to_string(),
        blake3::hash(&write(&plain)[..write(&plain).len() - 1]).to_string(),
        "without debug and custom sections it is the hash of the file up to its end mark"
    );
    assert_eq!(sections(&write(&named)).unwrap().len(), 3);
}
