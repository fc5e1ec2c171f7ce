"""Names in Latin letters."""

from __future__ import annotations

import pytest

from summarizer.english.romanise import romanised


@pytest.mark.parametrize(
    ("name", "language", "latin"),
    [
        ("Ірина Ковальчук", "uk", "Iryna Kovalchuk"),
        ("Володимир Зеленський", "uk", "Volodymyr Zelenskyi"),
        ("Юлія Згурська", "uk", "Yuliia Zghurska"),
        ("Євген Щербань", "uk", "Yevhen Shcherban"),
        ("Мар'яна Гнатюк-Їжак", "uk", "Mariana Hnatiuk-Yizhak"),
        ("НАЕК", "uk", "NAEK"),
        ("Анна Достоевская", "ru", "Anna Dostoyevskaya"),
        ("Пётр Елецкий", "ru", "Pyotr Yeletski"),
        ("Щерьо Хаджиев", "bg", "Shteryo Hadzhiev"),
        ("Κυριάκος Μητσοτάκης", "el", "Kyriakos Mitsotakis"),
        ("Ελένη Παπαδοπούλου", "el", "Eleni Papadopoulou"),
        ("Åsa Öberg", "sv", "Åsa Öberg"),
        ("O'Brien", "en", "O'Brien"),
        ("山田太郎", "ja", "山田太郎"),
    ],
)
def test_names(name: str, language: str, latin: str) -> None:
    assert romanised(name, language) == latin
