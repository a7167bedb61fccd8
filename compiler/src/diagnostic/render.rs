//! Diagnostics as text for a person. annotate-snippets draws; here is chosen what it sees: only the lines that matter,
//! and of a line that no screen could hold only the part around the place. So the cost does not grow with the file.
//!
//! Of the libraries tried on our mistakes, annotate-snippets needs the fewest lines for the same facts, shows an edit
//! as a difference, and survives a line of ten megabytes (miette 7 panics on it).

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::source::{File, FileId, Sources, Span};

/// Draws one diagnostic, without a newline at its end.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut main = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    for (number, excerpt) in excerpts(diagnostic, sources).iter().enumerate() {
        let named = number == 0 || excerpt.file != sources.file_at(diagnostic.span.start);
        if !named {
            main = main.element(excerpt.snippet(sources));
        } else if excerpt.starts_line(sources) {
            main = main.element(excerpt.snippet(sources).path(excerpt.path(sources)));
        } else {
            // The drawn column would count from where the excerpt starts.
            main = main.element(excerpt.origin(sources)).element(excerpt.snippet(sources));
        }
    }
    main = main.elements(diagnostic.notes.iter().map(|note| Level::NOTE.message(note)));
    let fixes = diagnostic.fixes.iter().map(|fix| mended(fix, sources));
    let groups: Vec<Group> = std::iter::once(main).chain(fixes).collect();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(if colour { DecorStyle::Unicode } else { DecorStyle::Ascii }).render(&groups)
}

/// Bytes of one line that are shown around a place, at most, to each side.
const REACH: usize = 120;

/// Lines that a marked place may have; of a longer one the first line is marked.
const MARKED_LINES: usize = 6;

/// Places that are further apart than this are shown as separate excerpts.
const GAP: usize = 4096;

/// A part of a file, with the places to mark in it.
struct Excerpt<'a> {
    file: FileId,
    /// Bytes of the file's text.
    shown: Range<usize>,
    marks: Vec<Mark<'a>>,
}

struct Mark<'a> {
    place: Range<usize>,
    label: &'a str,
    primary: bool,
}

/// The excerpts that show the places of a diagnostic, the one with its own place first.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Excerpt<'a>> {
    let others = diagnostic.others.iter().map(|(span, label)| (*span, label.as_str(), false));
    let places = std::iter::once((diagnostic.span, diagnostic.label.as_str(), true)).chain(others);
    let mut excerpts: Vec<Excerpt> = Vec::new();
    for (span, label, primary) in places {
        let file = sources.file_at(span.start);
        let place = marked(sources.file(file), span);
        let shown = surroundings(&sources.file(file).text, &place);
        let mark = Mark { place, label, primary };
        let near = excerpts.iter_mut().find(|excerpt| excerpt.file == file && excerpt.is_near(&shown));
        match near {
            Some(excerpt) => {
                excerpt.shown = excerpt.shown.start.min(shown.start)..excerpt.shown.end.max(shown.end);
                excerpt.marks.push(mark);
            }
            None => excerpts.push(Excerpt { file, shown, marks: vec![mark] }),
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    fn is_near(&self, other: &Range<usize>) -> bool {
        other.start < self.shown.end + GAP && self.shown.start < other.end + GAP
    }

    fn starts_line(&self, sources: &Sources) -> bool {
        let before = &sources.file(self.file).text[..self.shown.start];
        before.is_empty() || before.ends_with('\n')
    }

    fn path(&self, sources: &Sources) -> String {
        sources.file(self.file).path.display().to_string()
    }

    fn origin(&self, sources: &Sources) -> Origin<'a> {
        let file = sources.file(self.file);
        let place = self.marks.first().map_or(self.shown.start, |mark| mark.place.start);
        let (line, column) = file.line_column(place as u32);
        Origin::path(self.path(sources)).line(line as usize).char_column(column as usize)
    }

    fn snippet<'s>(&self, sources: &'s Sources) -> Snippet<'s, annotate_snippets::Annotation<'s>>
    where
        'a: 's,
    {
        let file = sources.file(self.file);
        let (line, _) = file.line_column(self.shown.start as u32);
        let annotations = self.marks.iter().map(|mark| {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let span = mark.place.start - self.shown.start..mark.place.end - self.shown.start;
            let annotation = kind.span(span);
            if mark.label.is_empty() { annotation } else { annotation.label(mark.label) }
        });
        Snippet::source(&file.text[self.shown.clone()]).line_start(line as usize).annotations(annotations)
    }
}

/// The bytes of the file that a span marks, on character boundaries.
fn marked(file: &File, span: Span) -> Range<usize> {
    let start = boundary_before(&file.text, (span.start.saturating_sub(file.base)) as usize);
    let end = boundary_after(&file.text, (span.end.saturating_sub(file.base)) as usize).max(start);
    let text = &file.text[start..end];
    if text.len() > REACH || text.matches('\n').count() >= MARKED_LINES {
        let line = text.find('\n').unwrap_or(text.len());
        let several = text.matches('\n').take(MARKED_LINES).count();
        if several >= MARKED_LINES || line > REACH {
            return start..boundary_before(&file.text, start + line.min(REACH));
        }
    }
    start..end
}

/// The lines of a place, or what is near to it on them.
fn surroundings(text: &str, place: &Range<usize>) -> Range<usize> {
    let line_start = text[..place.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[place.end..].find('\n').map_or(text.len(), |newline| place.end + newline);
    let start = boundary_before(text, line_start.max(place.start.saturating_sub(REACH)));
    let end = boundary_after(text, line_end.min(place.end + REACH));
    if place.start - line_start <= 2 * REACH && line_end - place.end <= 2 * REACH {
        return line_start..line_end;
    }
    start..end
}

fn boundary_before(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

fn boundary_after(text: &str, at: usize) -> usize {
    text.ceil_char_boundary(at.min(text.len()))
}

/// How the text reads with a fix.
fn mended<'a>(fix: &'a Fix, sources: &'a Sources) -> Group<'a> {
    let group = Group::with_title(Level::HELP.secondary_title(&fix.message));
    let file = sources.file(sources.file_at(fix.span.start));
    let place = marked(file, fix.span);
    let shown = surroundings(&file.text, &place);
    let whole_lines = shown.start == 0 || file.text[..shown.start].ends_with('\n');
    if !whole_lines {
        return group;
    }
    let (line, _) = file.line_column(shown.start as u32);
    let patch = Patch::new(place.start - shown.start..place.end - shown.start, &fix.replacement);
    group.element(Snippet::source(&file.text[shown]).line_start(line as usize).patch(patch))
}
