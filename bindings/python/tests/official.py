"""The samples of Agora's own packages of PyPI, run as they stand but for the import: a row for `make proof`.

The packages are downloaded when this runs, into target/official-python, and nothing of them is installed.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
import warnings
import zipfile
from pathlib import Path
from typing import Any

from agora_token import parse
from agora_token.compat import stand_in

PACKAGES = {"agora-token-builder": "1.0.0", "agoraiotools": "0.3.4"}
TARGET = Path(__file__).parents[3] / "target/official-python"
#: What the samples leave to their reader to fill in.
BLANKS: dict[str, Any] = {
    "appId": "970CA35de60c44645bbae8a215061b33",
    "appID": "970CA35de60c44645bbae8a215061b33",
    "appCertificate": "5CFd2fd1755d40ecb72977518be15d3b",
    "channelName": "room",
    "uid": 42,
    "account": "anna",
    "userAccount": "anna",
    "role": 1,
    "privilegeExpiredTs": 4102444800,
}


def readme_of(name: str) -> str:
    """Download a package, and give the README that it carries."""
    with tempfile.TemporaryDirectory(dir=TARGET) as folder:
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "-d", folder, f"{name}=={PACKAGES[name]}"], check=True)
        (archive,) = Path(folder).iterdir()
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                (metadata,) = (one for one in wheel.namelist() if one.endswith(".dist-info/METADATA"))
                return wheel.read(metadata).decode()
        with tarfile.open(archive) as sdist:
            (readme,) = (
                one for one in sdist.getmembers() if one.name.count("/") == 1 and one.name.endswith("README.md")
            )
            file = sdist.extractfile(readme)
            assert file is not None
            return file.read().decode()


def samples_of(readme: str) -> list[str]:
    """The blocks of a README that make a token."""
    return [
        block for block in re.findall(r"^```(?:python)?\n(.*?)^```", readme, re.M | re.S) if "TokenBuilder" in block
    ]


def token_lines(sample: str) -> int:
    """How many tokens a sample makes."""
    return len(re.findall(r"^token = ", sample, re.M))


def run(sample: str) -> int:
    """Run a sample, reading each token that it makes, and give how many there were."""
    source = sample.replace("{APP_ID}", BLANKS["appId"]).replace("{APP_CERTIFICATE}", BLANKS["appCertificate"])
    # After each token the sample overwrites the last one.
    source = re.sub(r"^(token = .*)$", r"\1\nmade.append(token)", source, flags=re.M)
    made: list[str] = []
    exec(compile(source, "sample", "exec"), {**BLANKS, "made": made})
    for token in made:
        assert parse(token).app_id == BLANKS["appId"]
    assert len(made) == token_lines(sample) > 0
    return len(made)


def main() -> None:
    """Run them all."""
    TARGET.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("error")
    samples = []
    for name in PACKAGES:
        stand_in(name.replace("-", "_"))
        found = samples_of(readme_of(name))
        assert found, f"{name} has no samples any more"
        samples += found
    tokens = sum(run(sample) for sample in samples)
    names = ", ".join(f"{name} {version}" for name, version in PACKAGES.items())
    count = f"{len(samples)} samples, {tokens} tokens"
    print(f"proof: the samples of Agora's PyPI packages {names} | {count} | each runs as it stands")


if __name__ == "__main__":
    main()
