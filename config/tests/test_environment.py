"""Production refuses to start unsafe, and says why; forgetting a setting is safe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import environ
import pytest

from config.environment import UnsafeSettings, read

ROOT = Path(__file__).resolve().parent.parent.parent
SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k3J9x-" * 12,
    "ALLOWED_HOSTS": "practice.example.org",
    "SITE_URL": "https://practice.example.org",
}


def reading(**values):
    """The environment these variables make, and no others."""
    env = environ.Env()
    env.ENVIRON = values
    return read(env)


def test_nothing_set_means_production_and_production_refuses():
    with pytest.raises(UnsafeSettings) as refusal:
        reading()
    assert "SECRET_KEY" in str(refusal.value)
    assert "ALLOWED_HOSTS" in str(refusal.value)


def test_safe_settings_start():
    assert reading(**SAFE).is_production


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEMO": "1"}, "DEMO"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SITE_URL": "http://practice.example.org"}, "SITE_URL"),
        ({"ENVIRONMENT": "live"}, "ENVIRONMENT"),
    ],
)
def test_each_unsafe_setting_is_refused_by_name_and_with_its_reason(change, names):
    with pytest.raises(UnsafeSettings) as refusal:
        reading(**{**SAFE, **change})
    lines = [line for line in str(refusal.value).splitlines() if line.startswith("  - ")]
    assert len(lines) == 1
    assert names in lines[0]
    assert len(lines[0]) > 40


def test_development_makes_a_key_once_and_keeps_it(tmp_path):
    first, second = (reading(ENVIRONMENT="development", DATA_DIR=str(tmp_path)).secret_key for _ in range(2))
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_check_deploy_has_nothing_to_say_of_production(tmp_path):
    environment = {**SAFE, "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_an_unsafe_production_ends_at_once_with_the_reasons(tmp_path):
    environment = {"DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "manage.py", "check"], env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "will not start in production" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_setting_is_documented_in_the_readme_and_every_documented_one_is_read():
    read_here = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config" / "environment.py").read_text()))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert read_here == documented


def test_every_command_is_documented_in_the_readme():
    from tests.test_bad_input import ours

    documented = set(re.findall(r"^\| `([a-z_]+)[ `]", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert set(ours()) == documented
