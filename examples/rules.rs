//! A rules engine: the program scores records by a function written in Nido, which may ask the host for more.
//!
//! `cargo run --example rules` uses `examples/rules.nido`; give another file to try your own rule.

use pvm::{Engine, Host, Limits};

struct Order {
    customer: &'static str,
    total: f64,
    items: i64,
    express: bool,
}

const ORDERS: &[Order] = &[
    Order { customer: "Ada", total: 250.0, items: 3, express: true },
    Order { customer: "Bob", total: 19.5, items: 1, express: false },
    Order { customer: "Cy", total: 980.0, items: 42, express: false },
];

/// What the host knows and the rule may ask for.
struct Shop {
    questions: u32,
}

fn main() -> pvm::Result<()> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "examples/rules.nido".to_owned());
    let engine = Engine::new();
    let program = engine.compile(&file)?;
    let host = Host::<Shop>::new().func("shop.orders_of", |shop: &mut Shop, customer: &str| {
        shop.questions += 1;
        customer.len() as i64 * 10
    });
    let mut vm = engine.start(&program, &host, Limits::default().fuel(1_000_000), Shop { questions: 0 })?;
    let score = vm.func::<fn(String, f64, i64, bool) -> f64>("score")?;
    for order in ORDERS {
        let points = vm.call(&score, (order.customer.to_owned(), order.total, order.items, order.express))?;
        println!("{:<4} {points:>7.2}", order.customer);
    }
    println!("the rule asked {} times", vm.data().questions);
    Ok(())
}
