"""Runs the examples of README.md and docs/*.md as they stand there, and follows the links of every page.

A block of code is run by its language: a program is built and run, a part of one is compiled, and the ``sh`` blocks
of a page are one script, run in the repository. A comment that starts with an arrow says what is printed:
``# → 007…``, where … is anything. A block that names a file (```python examples/python/flask_login.py```) is a part
of that file, which has tests of its own. ``console`` blocks are for reading: they want root, a network, or a machine of
another kind.

pages.py [PAGE…]: those pages, or all.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "target" / "pages"
LIBRARY = ROOT / "target" / "release" / "libagora_token.a"
#: README is a front door: what does not fit on it has a page.
README_LINES = 200
#: For reading alone.
NOT_RUN = {"console", "text", "json", "cmake", "dockerfile", "html", "yaml", ""}
SAMPLES = {
    "APP_ID": "970CA35de60c44645bbae8a215061b33",
    "APP_CERTIFICATE": "5CFd2fd1755d40ecb72977518be15d3b",
}


@dataclass(frozen=True)
class Block:
    """A block of code of a page."""

    page: Path
    line: int
    language: str
    #: The file that it is a part of.
    file: str
    code: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line} ({self.language})"

    def printed(self) -> list[str]:
        """What its comments say that it prints."""
        return re.findall(r"(?:#|//|/\*) → (.*?)(?: \*/)?$", self.code, re.MULTILINE)


def blocks(page: Path) -> Iterator[Block]:
    """Every block of code of a page."""
    text = page.read_text("utf-8")
    for match in re.finditer(r"^```(\w*) ?(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        language, file, code = match.groups()
        yield Block(page, text.count("\n", 0, match.start()) + 1, language, file, code)


def run(command: list[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    """The standard output of a command that must succeed."""
    done = subprocess.run(
        command,
        check=False,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        text=True,
        capture_output=True,
    )
    if done.returncode:
        raise AssertionError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def is_as_said(printed: str, said: list[str]) -> bool:
    """Whether so many lines were printed, and each as it was said."""
    lines = printed.splitlines()
    patterns = [".*".join(map(re.escape, line.split("…"))) for line in said]
    return len(lines) == len(patterns) and all(map(re.fullmatch, patterns, lines))


def compile_c(block: Block, compiler: list[str], suffix: str) -> str:
    """Builds a program with the static library and runs it, or compiles a part of one."""
    source = WORK / f"example.{suffix}"
    source.write_text(block.code, "utf-8")
    command = [
        *compiler,
        "-Wall",
        "-Wextra",
        "-Werror",
        f"-I{ROOT / 'include'}",
        str(source),
    ]
    if not re.search(r"\bmain\(", block.code):
        return run([*command, "-c", "-o", str(WORK / "example.o")])
    libraries = (ROOT / "target" / "release" / "native-static-libs.txt").read_text("utf-8").split()
    run([*command, str(LIBRARY), *libraries, "-o", str(WORK / "example")])
    return run([str(WORK / "example")])


def python(block: Block) -> str:
    """Runs it with the package as `pip install` makes it from the repository, and with frameworks."""
    venv = WORK / "venv"
    if not venv.exists():
        run([sys.executable, "-m", "venv", str(venv)])
        pip = [
            str(venv / "bin" / "pip"),
            "install",
            "-q",
            "--disable-pip-version-check",
        ]
        run(
            [
                *pip,
                "-c",
                "bindings/python/tests/requirements.txt",
                "./bindings/python",
                "flask",
                "fastapi",
            ]
        )
    (WORK / "example.py").write_text(block.code, "utf-8")
    return run([str(venv / "bin" / "python"), "example.py"], WORK, SAMPLES)


def go(block: Block) -> str:
    """Runs it as a module beside the repository's, taken as README says."""
    module = WORK / "go"
    module.mkdir()
    (module / "main.go").write_text(block.code, "utf-8")
    run(["go", "mod", "init", "example"], module)
    replace = f"-replace=agoratoken={ROOT / 'bindings' / 'go'}"
    run(["go", "mod", "edit", "-require=agoratoken@v0.0.0", replace], module)
    run(["go", "vet", "."], module)
    return run(["go", "run", "."], module) if "func main()" in block.code else ""


def js(block: Block) -> str:
    """Runs it with the package that `make js` packed."""
    package = WORK / "js"
    if not package.exists():
        package.mkdir()
        [packed] = (ROOT / "target" / "js").glob("*.tgz")
        run(
            [
                "npm",
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--prefix",
                str(package),
                str(packed),
            ]
        )
    (package / "example.mjs").write_text(block.code, "utf-8")
    return run(["node", "example.mjs"], package, SAMPLES)


def csharp(block: Block) -> str:
    """Runs its statements, which .NET takes as a program and Mono's compiler as the body of a method."""
    libraries = ROOT / "target" / "csharp"
    usings = "".join(re.findall(r"^using [\w.]+;\n", block.code, re.MULTILINE))
    body = re.sub(r"^using [\w.]+;\n", "", block.code, flags=re.MULTILINE)
    folder = WORK / "csharp"
    folder.mkdir(exist_ok=True)
    (folder / "example.cs").write_text(f"{usings}static class Example {{ static void Main() {{\n{body}}} }}\n", "utf-8")
    for file in [libraries / "Agora.Token.dll", *libraries.glob("*agora_token.*")]:
        shutil.copy(file, folder)
    run(["mcs", "-langversion:7.2", "-warnaserror", "-r:Agora.Token.dll", "example.cs"], folder)
    return run(["mono", "example.exe"], folder)


def java(block: Block) -> str:
    """Runs it as a file by itself, with the jars that `make java` packed."""
    (WORK / "Example.java").write_text(block.code, "utf-8")
    jars = os.pathsep.join(f"{ROOT / 'target' / folder}" for folder in ("java/*", "java/lib/*", "java-compat/*"))
    return run(["java", "-cp", jars, str(WORK / "Example.java")], WORK, SAMPLES)


def rust(block: Block) -> str:
    """Runs it in a crate that has the repository's as a dependency."""
    crate = WORK / "rust"
    (crate / "src").mkdir(parents=True)
    (crate / "src" / "main.rs").write_text(block.code, "utf-8")
    dependency = f'agora-token = {{ path = "{ROOT}" }}'
    manifest = f'[package]\nname = "hello"\nedition = "2024"\n[dependencies]\n{dependency}\n[workspace]\n'
    (crate / "Cargo.toml").write_text(manifest, "utf-8")
    shutil.copy(ROOT / "Cargo.lock", crate)
    return run(["cargo", "run", "-q", "--target-dir", str(ROOT / "target" / "readme")], crate)


PROGRAMS: dict[str, Callable[[Block], str]] = {
    "c": partial(compile_c, compiler=["cc", "-std=c99"], suffix="c"),
    "cpp": partial(compile_c, compiler=["c++", "-std=c++17"], suffix="cpp"),
    "python": python,
    "go": go,
    "java": java,
    "js": js,
    "csharp": csharp,
    "rust": rust,
}


def program(block: Block) -> None:
    """Runs a program, which prints what its comments say."""
    for left in ("go", "rust"):
        shutil.rmtree(WORK / left, ignore_errors=True)
    printed = PROGRAMS[block.language](block)
    assert is_as_said(printed, block.printed()), f"it printed\n{printed}and should have printed {block.printed()}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def prepared(text: str) -> str:
    """A script whose servers have ports that are free, and are waited for."""
    for port in sorted(set(re.findall(r"\b80[0-9]{2}\b", text))):
        text = re.sub(rf"\b{port}\b", str(free_port()), text)
    ports = re.findall(r"localhost:([0-9]+)", text)
    lines = []
    for line in text.splitlines():
        if not line.endswith(" &"):
            lines.append(line)
            continue
        port = (re.findall(r"\bPORT=([0-9]+)", line) or ports)[0]
        up = f"curl -s -o {os.devnull} localhost:{port}/healthz"
        lines += [
            f"PORT={port} {line[:-1]} >{os.devnull} 2>&1 &",
            f"until {up}; do kill -0 $!; sleep 0.1; done",
        ]
    return "\n".join(lines)


def without_settings() -> dict[str, str]:
    """The environment, in which the program is found, without what would set it up."""
    settings = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    kept = {name: value for name, value in os.environ.items() if name not in settings}
    return {**kept, "PATH": f"{ROOT / 'target' / 'release'}:{kept['PATH']}"}


def script(page: list[Block]) -> None:
    """Runs the shell's blocks of a page one behind the other."""
    command = ["bash", "-euc", prepared("".join(block.code for block in page))]
    # A session of its own, so that the servers end with it.
    shell = subprocess.Popen(
        command,
        cwd=ROOT,
        env=without_settings(),
        text=True,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        # Every answer is a line of its own, which curl does not end.
        printed = shell.communicate(timeout=900)[0].replace("}{", "}\n{")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGTERM)
    said = [line for block in page for line in block.printed()]
    assert shell.returncode == 0, f"exit code {shell.returncode}\n{printed}"
    assert is_as_said(printed, said), f"it printed\n{printed}\nand should have printed {said}"


def part(block: Block) -> None:
    """Looks for the block in the file that it says it is from."""
    assert block.code in (ROOT / block.file).read_text("utf-8"), f"{block.file} has other lines"


def anchors(page: Path) -> set[str]:
    """What can be linked to within a page, as GitHub names it."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = [heading.lower().replace("`", "") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)]
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def link(page: Path, target: str) -> None:
    """Follows a link from a page to another file or heading."""
    path, _, anchor = target.partition("#")
    linked = (page.parent / path).resolve() if path else page
    assert linked.exists(), f"{target} is not there"
    assert not anchor or anchor in anchors(linked), f"{path} has no heading for #{anchor}"


def links(page: Path) -> None:
    """Follows every link of a page that stays in the repository."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if "://" not in target:
            link(page, target)


def front_door() -> None:
    """README is short and leads to every page by its title."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.count("\n") <= README_LINES, f"README.md has more than {README_LINES} lines"
    for page in sorted((ROOT / "docs").glob("*.md")):
        title = page.read_text("utf-8").partition("\n")[0].removeprefix("# ")
        assert f"[{title}](docs/{page.name})" in readme, f"README.md does not lead to docs/{page.name} as {title}"


def steps(pages: list[Path]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Everything that is to be tried, with its name."""
    for page in pages:
        shell = [block for block in blocks(page) if block.language == "sh" and not block.file]
        if shell:
            yield f"{page.relative_to(ROOT)} (sh)", partial(script, shell)
        for block in blocks(page):
            if block.file:
                yield str(block), partial(part, block)
            elif block.language in PROGRAMS:
                yield str(block), partial(program, block)
            elif block.language not in NOT_RUN | {"sh"}:
                raise SystemExit(f"{block}: nobody knows how to run this language")


def every_page() -> list[Path]:
    """The pages that the repository has."""
    listed = run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]).splitlines()
    return [ROOT / name for name in listed if (ROOT / name).exists()]


def main(arguments: list[str]) -> int:
    """Tries everything, says what fails, and gives the exit code."""
    # The packages change from run to run; the crates' own target folder stays.
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    run_on = [ROOT / name for name in arguments] or [
        ROOT / "README.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]
    checks = [*steps(run_on), ("README.md is a front door", front_door)]
    checks += [(f"links of {page.relative_to(ROOT)}", partial(links, page)) for page in every_page()]
    failed = 0
    for name, check in checks:
        try:
            check()
        except (AssertionError, subprocess.TimeoutExpired, OSError) as error:
            failed += 1
            print(f"FAILED  {name}\n{error}", flush=True)
        else:
            print(f"ok      {name}", flush=True)
    print(f"{len(checks) - failed} of {len(checks)} hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
