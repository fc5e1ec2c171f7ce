"""Instructions to a machine, hidden in an article. Pure.

A sentence that gives orders to a model is no news: it is marked so that no engine may cite it, no
prompt carries it, and the briefing says that it was there. Three signs are looked for:

- chat markup that has no place in an article (``<|im_start|>``, ``[INST]``, ``### System:``);
- an order to disregard instructions, at the start of a clause, where orders stand (a report about
  such orders names them in the middle of one: "she told the bot to ignore its rules");
- a machine addressed by what it is ("AI assistant:", "Hinweis für Sprachmodelle"), and an order about
  its output.
"""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.article import Article, SentenceKind

MARKUP = re.compile(
    r"<\|\w+\|>|\[/?INST\]|<<?/?SYS>>?|</?(?:system|assistant|user|instructions?|prompt|article|untrusted)>"
    r"|^\W{0,4}#{2,}\s*(?:system|instruction|assistant)|^\W{0,4}(?:system|assistant)\s*(?:prompt|message)?\s*:",
    re.IGNORECASE,
)

# Stems, so that inflections match: imperative, infinitive and polite forms share them.
DISREGARD = (
    "ignore|disregard|forget|override|bypass|"  # en
    "ignorera|glöm|bortse från|strunta i|"  # sv
    "ignorer|glem|se bort fra|"  # da, no
    "ignoriere|vergiss|vergessen sie|missachte|"  # de
    "ignorez|oubliez|oublie|ne tenez pas compte|"  # fr
    "ignora|ignore|olvida|olvide|haz caso omiso|"  # es
    "ignori|dimentica|esqueça|esquece|desconsidere|"  # it, pt
    "negeer|vergeet|"  # nl
    "zignoruj|ignoruj|pomiń|zapomnij|"  # pl
    "ohita|unohda|"  # fi
    "игнорируй|проигнорируй|забудь|ігноруй|проігноруй|забудь|"  # ru, uk
    "αγνόησε|αγνοήστε|ξέχνα|ξεχάστε"  # el
)
INSTRUCTIONS = (
    "instruction|prompt|guideline|rules|anvisning|instruks|instruktion|regler|anweisung|vorgabe|regeln|"
    "consigne|instrucci|instruç|istruzion|règles|reglas|regole|regras|instructie|regels|"
    "instrukcj|poleceni|polecen|zasad|ohje|määräy|инструкци|указани|правил|інструкці|вказів|οδηγί|εντολ"
)
MACHINE = (
    # Acronyms in capitals only: small, they are words (Italian "ai", French "ai", Spanish "si").
    r"(?-i:AI|A\.I\.|KI|IA|ИИ|ШІ|LLMs?)|tekoäly\w*|gpt\w*|chatgpt|claude|gemini|copilot|chat-?bot\w*|чат-?бот\w*|"
    r"(?:language|ai|large language)[ -]model\w*|språkmodell\w*|språkmodel\w*|sprogmodel\w*|sprachmodell\w*|"
    r"taalmodel\w*|kielimalli\w*|mod[eè]les? de langage|modelos? de lengua\w*|modelli? linguistic\w*|"
    r"modelos? de linguagem|model\w* językow\w*|языков\w+ модел\w+|мовн\w+ модел\w+|γλωσσικ\w+ μοντέλ\w+|"
    r"(?:ai|ki|ia|digital|virtual)[ -]?assist\w*|assistants?|assistent\w*|asistent\w*|"
    r"asystent\w*|ассистент\w*|асистент\w*|"
    r"summari[sz]er\w*|summari[sz]ation (?:tools?|bots?|systems?)"
)
OUTPUT = (
    r"summar(?:y|ies|i[sz]e)|respond|reply|output|your (?:answer|response|briefing)|print|repeat|translate|"
    r"write|state|report|include|mention|add|say|tell|"
    r"sammanfatt\w*|sammendrag\w*|svara?|skriv\w*|oppsummer\w*|opsummer\w*|zusammenfass\w*|fasse|antworte\w*|"
    r"schreibe\w*|gib|geben sie|résum\w*|répond\w*|écri[stv]\w*|resum\w*|respond\w*|escrib\w*|responda|"
    r"escrev\w*|"
    r"riassum\w*|rispond\w*|scriv\w*|samenvat\w*|antwoord\w*|schrijf\w*|podsumuj\w*|streszcz\w*|"
    r"odpowied\w*|napisz\w*|"
    r"tiivist\w*|vastaa|kirjoita|"
    r"резюмир\w*|ответ\w*|напиши\w*|сообщи\w*|підсумуй\w*|відповід\w*|απάντησ\w*|γράψ\w*"
)
PLEASE = "please|bitte|vänligen|venligst|vennligst|por favor|per favore|proszę"
CLAUSE = rf"(?:^|[.:!?;,–—\-\"“”„«»'‘’(\[\]>*]\s*|\b(?:{PLEASE}|and|och|und|et|y|e)\s+)"

ORDER_TO_DISREGARD = re.compile(rf"{CLAUSE}(?:{DISREGARD})\w*\b.{{0,60}}?(?:{INSTRUCTIONS})", re.IGNORECASE)
ADDRESS = re.compile(
    rf"^\W*(?:\w+\W+){{0,4}}?(?:{MACHINE})(?:\s+(?!is\b|är\b|ist\b|er\b|est\b|es\b)\w+){{0,5}}\s*[:,–—]",
    re.IGNORECASE,
)
ORDER_FOR_OUTPUT = re.compile(rf"{CLAUSE}(?:you (?:must|should|are)\b|(?:{OUTPUT})\b)", re.IGNORECASE)
IMPERSONATION = re.compile(rf"{CLAUSE}you are (?:now |an? )+(?:\w+ ){{0,3}}?(?:{MACHINE})\b", re.IGNORECASE)


def gives_orders(text: str) -> bool:
    """Whether `text` is addressed to a machine that reads it, to direct what it does."""
    if MARKUP.search(text) or ORDER_TO_DISREGARD.search(text) or IMPERSONATION.search(text):
        return True
    address = ADDRESS.search(text)
    return bool(address and ORDER_FOR_OUTPUT.search(text, address.end() - 1))


def quarantined(article: Article) -> tuple[Article, tuple[str, ...]]:
    """`article` with such sentences marked as no evidence, and a note for the reader."""
    found = [i for i in article.evidence if gives_orders(article.sentences[i].text)]
    if not found:
        return article, ()
    sentences = list(article.sentences)
    for i in found:
        sentences[i] = replace(sentences[i], kind=SentenceKind.BOILERPLATE)
    count = "A sentence" if len(found) == 1 else f"{len(found)} sentences"
    note = f"{count} of the article gave orders to a machine; ignored."
    return replace(article, sentences=tuple(sentences)), (note,)
