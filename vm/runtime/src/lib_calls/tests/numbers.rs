//! Numbers as text, numbers in byte arrays, mathematics.

use super::*;

#[test]
fn integers_are_written() {
    lines! {
        int_to_string(0) => r#""0""#;
        int_to_string(-120) => r#""-120""#;
        int_to_string(i64::MIN) => r#""-9223372036854775808""#;
        int_to_string(i64::MAX) => r#""9223372036854775807""#;
        int_to_radix(255, 16) => r#""ff""#;
        int_to_radix(-255, 2) => r#""-11111111""#;
        int_to_radix(35, 36) => r#""z""#;
        int_to_radix(i64::MIN, 2) => format!("\"-1{}\"", "0".repeat(63));
        int_to_radix(1, 1) => "Index: the radix is 1 and must be from 2 to 36";
        int_to_radix(1, 37) => "Index: the radix is 37 and must be from 2 to 36";
        int_to_radix_unsigned(-1, 16) => r#""ffffffffffffffff""#;
        int_to_radix_unsigned(-1, 2) => format!("\"{}\"", "1".repeat(64));
        bytes_put_int(b"......".as_slice(), 1, -42) => "4";
        bytes_put_int(b"..".as_slice(), 0, 100) => "Index: 3 from index 0 on are not within 0..2";
        bytes_put_char(b"......".as_slice(), 1, 0x20ac) => "4";
        bytes_put_char(b"..".as_slice(), 0, 0x20ac) => "Index: 3 from index 0 on are not within 0..2";
    }
    let mut call = FakeCall::new([Value::from(b"......".as_slice()), 1.into(), (-42).into()]);
    assert!(handler(libcall::find("bytes_put_int").expect("a row")).expect("a handler")(&mut call).is_ok());
    assert_eq!(call.bytes(0), b".-42..");
}

#[test]
fn integers_are_read() {
    lines! {
        int_parse("42", 0, 2, 10) => "42";
        int_parse("x-42y", 1, 4, 10) => "-42";
        int_parse("+7", 0, 2, 10) => "7";
        int_parse("fF", 0, 2, 16) => "255";
        int_parse("9223372036854775808", 0, 19, 10) => "-9223372036854775808";
        int_is_valid("9223372036854775808", 0, 19, 10) => "0";
        int_is_valid("-9223372036854775808", 0, 20, 10) => "1";
        int_is_valid("", 0, 0, 10) => "0";
        int_is_valid("-", 0, 1, 10) => "0";
        int_is_valid(" 1", 0, 2, 10) => "0";
        int_is_valid("1\u{e9}", 0, 2, 10) => "0";
        int_parse("12", 0, 3, 10) => "Index: range 0..3 is not within 0..2";
        int_parse("12", 0, 2, 99) => "Index: the radix is 99 and must be from 2 to 36";
    }
}

#[test]
fn floats_are_written() {
    lines! {
        float_to_string(1.0) => r#""1.0""#;
        float_to_string(0.1) => r#""0.1""#;
        float_to_string(-0.0) => r#""-0.0""#;
        float_to_string(1e21) => r#""1e21""#;
        float_to_string(5e-324) => r#""5e-324""#;
        float_to_string(f64::MAX) => r#""1.7976931348623157e308""#;
        float_to_string(f64::NAN) => r#""NaN""#;
        float_to_string(f64::NEG_INFINITY) => r#""-inf""#;
        float_to_fixed(2.5, 0) => r#""2""#;
        float_to_fixed(std::f64::consts::PI, 3) => r#""3.142""#;
        float_to_fixed(1e300, 2) => format!("\"{:.2}\"", 1e300);
        float_to_fixed(1.0, 1001) => "Index: the number of digits is 1001 and must be from 0 to 1000";
        float_to_fixed(1.0, -1) => "Index: the number of digits is -1 and must be from 0 to 1000";
        float_to_exponent(1234.5, 2) => r#""1.23e3""#;
        float_to_exponent(1234.5, -1) => r#""1.2345e3""#;
        float_to_exponent(1.0, i64::MIN) => "Index: the number of digits is -9223372036854775808 and must be from 0 to 1000";
    }
    let full = ask("float_to_fixed", &[Value::Float(5e-324), 1000.into()]);
    assert_eq!(full.len(), 1004);
}

#[test]
fn floats_are_read() {
    lines! {
        float_parse("0.1", 0, 3) => "0.1";
        float_parse("[-1.5e3]", 1, 7) => "-1500.0";
        float_parse("1e999", 0, 5) => "inf";
        float_parse("nan", 0, 3) => "NaN";
        float_is_valid("nan", 0, 3) => "1";
        float_parse("x", 0, 1) => "NaN";
        float_is_valid("x", 0, 1) => "0";
        float_is_valid("", 0, 0) => "0";
        float_is_valid("1.", 0, 2) => "1";
        float_is_valid("1 ", 0, 2) => "0";
        float_is_valid("1e", 0, 2) => "0";
        float_is_valid("0x1", 0, 3) => "0";
        float_parse("1", 1, 0) => "Index: range 1..0 is not within 0..1";
    }
}

#[test]
fn numbers_in_byte_arrays_have_an_order() {
    let bytes = [1, 2, 3, 4, 5, 6, 7, 0xff].as_slice();
    lines! {
        bytes_int_le(bytes, 0, 2) => "513";
        bytes_int_be(bytes, 0, 2) => "258";
        bytes_int_le(bytes, 7, 1) => "255";
        bytes_int_le(bytes, 0, 8) => "-70080650589044223";
        bytes_int_be(bytes, 0, 8) => "72623859790383103";
        bytes_int_le(bytes, 7, 2) => "Index: 2 from index 7 on are not within 0..8";
        bytes_int_le(bytes, 0, 0) => "Index: the size of a number in bytes is 0 and must be from 1 to 8";
        bytes_int_be(bytes, 0, 9) => "Index: the size of a number in bytes is 9 and must be from 1 to 8";
        bytes_int_le(bytes, i64::MAX, 8) => "Index: 8 from index 9223372036854775807 on are not within 0..8";
        bytes_put_int_le(b"....".as_slice(), 1, 2, 0x4142) => r#"".BA.""#;
        bytes_put_int_be(b"....".as_slice(), 1, 2, 0x4142) => r#"".AB.""#;
        bytes_put_int_be(b"....".as_slice(), 0, 4, -1) => r#""\xff\xff\xff\xff""#;
        bytes_put_int_le(b"....".as_slice(), 3, 2, 0) => "Index: 2 from index 3 on are not within 0..4";
    }
}

#[test]
fn mathematics_gives_the_same_digits_everywhere() {
    lines! {
        math_sin(1.0) => "0.8414709848078965";
        math_cos(1.0) => "0.5403023058681398";
        math_tan(1.0) => "1.5574077246549023";
        math_asin(0.5) => "0.5235987755982989";
        math_acos(0.5) => "1.0471975511965979";
        math_atan(1.0) => "0.7853981633974483";
        math_sinh(1.0) => "1.1752011936438014";
        math_cosh(1.0) => "1.543080634815244";
        math_tanh(1.0) => "0.7615941559557649";
        math_asinh(1.0) => "0.881373587019543";
        math_acosh(2.0) => "1.3169578969248166";
        math_atanh(0.5) => "0.5493061443340548";
        math_exp(1.0) => "2.7182818284590455";
        math_exp2(10.0) => "1024.0";
        math_expm1(1e-10) => "1.00000000005e-10";
        math_ln(10.0) => "2.302585092994046";
        math_log2(8.0) => "3.0";
        math_log10(1000.0) => "3.0";
        math_log1p(1e-10) => "9.999999999500001e-11";
        math_cbrt(27.0) => "3.0";
        math_atan2(1.0, -1.0) => "2.356194490192345";
        math_pow(2.0, 0.5) => "1.4142135623730951";
        math_pow(0.0, -1.0) => "inf";
        math_hypot(3.0, 4.0) => "5.0";
        math_fmod(-7.5, 2.0) => "-1.5";
        math_fmod(1.0, 0.0) => "NaN";
        math_fma(2.0, 3.0, 1.0) => "7.0";
        math_ln(-1.0) => "NaN";
        math_sin(f64::INFINITY) => "NaN";
    }
}

#[test]
fn all_nans_are_the_same() {
    let odd = f64::from_bits(0xfff8_0000_0000_1234);
    let mut call = FakeCall::new([Value::Float(odd)]);
    for row in libcall::TABLE.iter().filter(|row| row.name.starts_with("math_") && row.params.len() == 1) {
        let handler = handler::<FakeCall>(libcall::find(row.name).expect("a row")).expect("a handler");
        assert_eq!(handler(&mut call), Ok(0x7ff8_0000_0000_0000), "{}", row.name);
    }
}
