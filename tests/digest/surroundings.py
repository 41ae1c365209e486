# SPDX-License-Identifier: Apache-2.0
"""Locales, time zones and numbers of threads that no decision may know of."""

import itertools
import pathlib
import shutil
import subprocess

LOCALES = ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "zh_CN.UTF-8"]
ZONES = ["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu"]
FAR_AWAY = ("tr_TR.UTF-8", "America/Los_Angeles")


def make_locales(folder):
    """Where the locales are, made here where the means are there; without them the variables are set all the same."""
    if not shutil.which("localedef") or not pathlib.Path("/usr/share/i18n/locales/tr_TR").exists():
        return None
    for name in LOCALES[1:]:
        subprocess.run(["localedef", "-c", "-i", name.split(".")[0], "-f", "UTF-8", str(pathlib.Path(folder) / name)],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        # It ends with 1 where it only warns.
        if not any(pathlib.Path(folder).glob(name.split(".")[0] + "*")):
            raise SystemExit(f"localedef made no {name}")
    return str(folder)


def surroundings(locales):
    """Pairs of a number of threads and what to set in the environment."""
    for number, (locale, zone) in enumerate(itertools.product(LOCALES, ZONES)):
        settings = {"LC_ALL": locale, "LANG": locale, "TZ": zone}
        if locales:
            settings["LOCPATH"] = locales
        yield 1 + number % 2, settings
