//! Turns include/agora_token.h into Rust: the header is the contract by which the target `c_abi` calls, as a C
//! compiler would read it. cbindgen writes it in one form, and what is not of that form does not compile.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

const HEADER: &str = "../include/agora_token.h";

fn main() {
    println!("cargo::rerun-if-changed={HEADER}");
    println!("cargo::rerun-if-changed=build.rs");
    let header = fs::read_to_string(HEADER).unwrap();
    let numbers = numbers(&header);
    let mut rust = String::new();
    for (name, number) in &numbers {
        writeln!(rust, "pub const {name}: i32 = {number};").unwrap();
    }
    let (_, functions) = header.split_once("extern \"C\" {\n").unwrap();
    let functions = functions.split_once("}  // extern \"C\"").unwrap().0;
    let mut declarations = String::new();
    let mut statuses: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let (mut docs, mut code) = (Vec::new(), String::new());
    for line in functions.lines() {
        if line.starts_with("///") {
            docs.push(line);
        } else if !line.starts_with('#') {
            code += line;
        }
        let Some(function) = code.trim_start().strip_suffix(");") else { continue };
        let (front, parameters) = function.split_once('(').unwrap();
        let (name, result) = declared(front);
        let parameters: Vec<(&str, String)> =
            parameters.split(',').filter(|parameter| *parameter != "void").map(declared).collect();
        let list: Vec<String> = parameters.iter().map(|(name, of)| format!("{name}: {of}")).collect();
        let arrow = if result == "c_void" { String::new() } else { format!(" -> {result}") };
        writeln!(declarations, "    pub fn {name}({}){arrow};", list.join(", ")).unwrap();
        if result == "agora_token_status" {
            let documented = documented(&docs, &parameters, &numbers, &statuses);
            statuses.insert(name.to_owned(), documented);
        }
        (docs, code) = (Vec::new(), String::new());
    }
    let count = statuses.len();
    writeln!(rust, "unsafe extern \"C\" {{\n{declarations}}}").unwrap();
    writeln!(rust, "/// The statuses that the header lists for each function that returns one.").unwrap();
    writeln!(rust, "pub static STATUSES: [(&str, &[i32]); {count}] = [").unwrap();
    for (name, numbers) in statuses {
        writeln!(rust, "    (\"{name}\", &{numbers:?}),").unwrap();
    }
    writeln!(rust, "];").unwrap();
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("header.rs"), rust).unwrap();
}

/// The constants that are numbers.
fn numbers(header: &str) -> BTreeMap<&str, i64> {
    let defines = header.lines().filter_map(|line| line.strip_prefix("#define "));
    defines
        .filter_map(|define| define.split_once(' '))
        .filter_map(|(name, text)| Some((name, text.parse().ok()?)))
        .collect()
}

/// A name and its type in Rust: "const char *out" is (out, *const c_char).
fn declared(c: &str) -> (&str, String) {
    let c = c.trim();
    let at = c.rfind([' ', '*']).unwrap() + 1;
    let (of, name) = c.split_at(at);
    let base = of.trim_start_matches("const ").trim_end_matches(['*', ' ']);
    let rust = match base {
        "uint32_t" => "u32",
        "uint64_t" => "u64",
        "int32_t" => "i32",
        "int16_t" => "i16",
        "size_t" => "usize",
        "char" => "c_char",
        "void" => "c_void",
        _ => base,
    };
    let pointer = if of.starts_with("const ") { "*const " } else { "*mut " };
    (name, pointer.repeat(of.matches('*').count()) + rust)
}

/// The statuses that a function can return: those that its documentation names, or that of a function named there, and
/// those that the top of the header gives every function with such parameters. PANIC is none of them.
fn documented(
    docs: &[&str],
    parameters: &[(&str, String)],
    numbers: &BTreeMap<&str, i64>,
    of_others: &BTreeMap<String, Vec<i64>>,
) -> Vec<i64> {
    let general = |name: &str| numbers[&*format!("AGORA_TOKEN_{name}")];
    let mut statuses = vec![general("OK"), general("NULL_POINTER")];
    if parameters.iter().any(|(_, of)| of.contains("agora_token_str")) {
        statuses.extend([general("NOT_UTF8"), general("OUT_OF_RANGE")]);
    }
    if parameters.iter().any(|(name, _)| *name == "capacity") {
        statuses.push(general("BUFFER_TOO_SMALL"));
    }
    let docs = docs.join(" ");
    let listed = docs.split_once("Statuses:").map_or("", |(_, listed)| listed);
    for word in listed.split(|byte: char| !byte.is_ascii_alphanumeric() && byte != '_') {
        statuses.extend(numbers.get(&*format!("AGORA_TOKEN_{word}")));
        statuses.extend(of_others.get(word).into_iter().flatten());
    }
    statuses
}
