//! Plots as SVG inside of the page. Colours and letters come from the page's style, by class, so that a plot is legible in
//! light and dark.

use maud::{Markup, html};
use pvm::measure::{Spread, show_number};

/// A logarithmic axis: equal ratios are equal distances.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    low: f64,
    high: f64,
    /// Where on the drawing it begins and ends.
    from: f64,
    to: f64,
}

impl Axis {
    /// From the smallest to the largest of the values, with a little room.
    pub fn over(values: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        const ROOM: f64 = 1.1;
        let usable = values.into_iter().filter(|value| value.is_finite() && *value > 0.0);
        let (low, high) = usable.fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        match low <= high {
            true => Self { low: low / ROOM, high: high * ROOM, from, to },
            false => Self { low: 1.0, high: 10.0, from, to },
        }
    }

    pub fn at(&self, value: f64) -> f64 {
        let share = (value.max(self.low) / self.low).ln() / (self.high / self.low).ln();
        self.from + share.min(1.0) * (self.to - self.from)
    }

    /// Round values along the axis: powers of ten, and where these are too few their doubles and halves.
    pub fn ticks(&self) -> Vec<f64> {
        let within = |steps: &[f64]| -> Vec<f64> {
            let powers = self.low.log10().floor() as i32..=self.high.log10().ceil() as i32;
            let all = powers.flat_map(|power| steps.iter().map(move |step| step * 10_f64.powi(power)));
            all.filter(|tick| (self.low..=self.high).contains(tick)).collect()
        };
        let tens = within(&[1.0]);
        if tens.len() >= 3 { tens } else { within(&[1.0, 2.0, 5.0]) }
    }
}

/// One bar of a plot of ratios.
pub struct Bar<'a> {
    pub label: &'a str,
    /// From 1 to the median goes the bar, from low to high a thin line.
    pub ratio: Spread,
    /// What stands beside it.
    pub text: String,
    pub ours: bool,
}

const ROW: f64 = 17.0;
const LABELS: f64 = 86.0;
/// The room for the text beside the longest bar.
const TEXT: f64 = 104.0;

/// The axis that plots of bars share, so that they can be compared.
pub fn ratio_axis(ratios: impl IntoIterator<Item = Spread>, width: f64) -> Axis {
    let ends = ratios.into_iter().flat_map(|ratio| [ratio.low, ratio.high]);
    Axis::over(ends.chain([1.0]), LABELS, width - TEXT)
}

/// Bars that begin at the ratio 1: to the left is less, to the right more.
pub fn bars(bars: &[Bar<'_>], axis: &Axis, width: f64) -> Markup {
    let height = bars.len() as f64 * ROW;
    let one = axis.at(1.0);
    html! {
        svg viewBox=(format!("0 0 {width} {}", height + 18.0)) role="img" {
            @for tick in axis.ticks() {
                line class="grid" x1=(px(axis.at(tick))) x2=(px(axis.at(tick))) y1="0" y2=(px(height)) {}
                text class="tick middle" x=(px(axis.at(tick))) y=(px(height + 13.0)) { (tick_label(tick)) }
            }
            @for (bar, top) in bars.iter().zip((0..).map(|row| f64::from(row) * ROW)) {
                @let (middle, end) = (top + ROW / 2.0, axis.at(bar.ratio.median));
                text class=(if bar.ours { "end ours" } else { "end" }) x=(px(LABELS - 8.0)) y=(px(middle + 4.0)) { (bar.label) }
                rect class=(if bar.ours { "bar ours" } else { "bar" }) x=(px(one.min(end))) y=(px(top + 3.0))
                    width=(px((end - one).abs().max(1.0))) height=(px(ROW - 6.0)) rx="1.5" {}
                line class="whisker" x1=(px(axis.at(bar.ratio.low))) x2=(px(axis.at(bar.ratio.high))) y1=(px(middle)) y2=(px(middle)) {}
                text class="value" x=(px(axis.at(bar.ratio.high).max(end).max(one) + 6.0)) y=(px(middle + 4.0)) { (bar.text) }
            }
            line class="one" x1=(px(one)) x2=(px(one)) y1="0" y2=(px(height)) {}
        }
    }
}

/// One line of a plot of curves.
pub struct Curve {
    /// Its class, which gives it one of the page's colours.
    pub colour: String,
    /// Seconds of the first iteration, the second, and so on.
    pub seconds: Vec<f64>,
}

/// The class of a column's colour; the page has ten of them.
pub fn colour(column: usize) -> String {
    format!("s{}", column % 10)
}

const CURVE_WIDTH: f64 = 340.0;
const CURVE_HEIGHT: f64 = 190.0;

/// What each iteration took: both axes are logarithmic, so that the first iterations can be told apart.
pub fn curves(curves: &[Curve]) -> Markup {
    let longest = curves.iter().map(|curve| curve.seconds.len()).max().unwrap_or(1);
    let x = Axis::over([1.0, longest as f64], 52.0, CURVE_WIDTH - 6.0);
    let seconds = curves.iter().flat_map(|curve| curve.seconds.iter().copied());
    let y = Axis::over(seconds, CURVE_HEIGHT, 6.0);
    html! {
        svg viewBox=(format!("0 0 {CURVE_WIDTH} {}", CURVE_HEIGHT + 22.0)) role="img" {
            @for tick in y.ticks() {
                line class="grid" x1="52" x2=(px(CURVE_WIDTH - 6.0)) y1=(px(y.at(tick))) y2=(px(y.at(tick))) {}
                text class="tick end" x="47" y=(px(y.at(tick) + 3.5)) { (time_label(tick)) }
            }
            @for tick in x.ticks().into_iter().filter(|tick| tick.fract() == 0.0) {
                line class="grid" x1=(px(x.at(tick))) x2=(px(x.at(tick))) y1="6" y2=(px(CURVE_HEIGHT)) {}
                text class="tick middle" x=(px(x.at(tick))) y=(px(CURVE_HEIGHT + 14.0)) { (tick_label(tick)) }
            }
            @for curve in curves {
                polyline class={ "curve " (curve.colour) } points=(points(curve, &x, &y)) {}
                @if let [only] = curve.seconds.as_slice() {
                    circle class={ "curve " (curve.colour) } cx=(px(x.at(1.0))) cy=(px(y.at(*only))) r="2" {}
                }
            }
        }
    }
}

/// The places of the iterations. Where more of them come than the eye can tell apart, the middle one of a few stands for
/// them, so that neither the page nor the line becomes thick.
fn points(curve: &Curve, x: &Axis, y: &Axis) -> String {
    const APART: f64 = 2.0;
    let mut places = Vec::new();
    let mut from = 0;
    while from < curve.seconds.len() {
        let left = x.at(from as f64 + 1.0);
        let beyond = (from + 1..curve.seconds.len()).find(|&index| x.at(index as f64 + 1.0) - left >= APART);
        let to = beyond.unwrap_or(curve.seconds.len());
        if let Some(together) = Spread::of(&curve.seconds[from..to]) {
            places.push(format!("{},{}", px(left), px(y.at(together.median))));
        }
        from = to;
    }
    places.join(" ")
}

/// A place on the drawing.
fn px(value: f64) -> String {
    format!("{value:.1}")
}

/// A round number without needless digits.
fn tick_label(tick: f64) -> String {
    if tick >= 1.0 { format!("{tick:.0}") } else { show_number(tick).trim_end_matches('0').to_owned() }
}

fn time_label(seconds: f64) -> String {
    match seconds {
        _ if seconds < 0.999e-3 => format!("{} µs", tick_label(seconds * 1e6)),
        _ if seconds < 0.999 => format!("{} ms", tick_label(seconds * 1e3)),
        _ => format!("{} s", tick_label(seconds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ratios_are_equal_distances() {
        let axis = Axis::over([0.1, 1000.0], 0.0, 100.0);
        let step = axis.at(10.0) - axis.at(1.0);
        assert!((axis.at(100.0) - axis.at(10.0) - step).abs() < 1e-9);
        assert_eq!(axis.ticks().len(), 5);
        assert_eq!(Axis::over([1.0, 6.0], 0.0, 1.0).ticks(), [1.0, 2.0, 5.0]);
    }

    #[test]
    fn values_outside_stay_on_the_drawing() {
        let axis = Axis::over([1.0, 10.0], 20.0, 80.0);
        assert_eq!((axis.at(0.0), axis.at(1e9)), (20.0, 80.0));
        assert!(Axis::over([], 0.0, 1.0).ticks().contains(&1.0));
        assert!(Axis::over([f64::NAN, 0.0], 0.0, 1.0).at(3.0).is_finite());
    }

    #[test]
    fn a_long_curve_has_no_more_points_than_can_be_seen() {
        let axis = |last: f64| Axis::over([1.0, last], 0.0, 100.0);
        let count = |length: u32| {
            let curve = Curve { colour: "s0".to_owned(), seconds: vec![1.0; length as usize] };
            points(&curve, &axis(length.into()), &axis(2.0)).split(' ').count()
        };
        assert_eq!(count(5), 5);
        assert!((20..=50).contains(&count(100_000)));
    }

    #[test]
    fn ticks_read_well() {
        assert_eq!(["0.05", "0.5", "2", "100"], [0.05, 0.5, 2.0, 100.0].map(tick_label).each_ref().map(String::as_str));
        assert_eq!(["20 µs", "1 ms", "5 s"], [2e-5, 1e-3, 5.0].map(time_label).each_ref().map(String::as_str));
    }
}
