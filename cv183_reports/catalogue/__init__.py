"""The catalogue of findings: every sentence that tells a clerk of a problem, with its stable code.

Codes are never numbered anew and never used again for another meaning. Sentences are Vietnamese,
NFC, polite, free of Python words; `remedy` begins with what to do. A new finding takes the next
code of its topic (``python -m tests.codes`` tells it) and stands in that topic's module:

    BLV001–099  the desk                                    machine
    BTA001–099  the editor's sheet                          closing
    CHO001–099  a closed month                              closing
    FIL001–079  files, archives, folders                    files
    FIL080–109  mails as envelopes                          intake
    FIL110–129  what stands in a sheet and is not said      files
    FMT001–099  full; of no topic                           lint, lint_text
    FMT100–109  the page, the document as a whole           lint
    FMT110–119  the head                                    lint
    FMT120–129  how each part is printed                    lint
    FMT130–139  running text                                lint
    FMT140–149  signing block, Nơi nhận, Kính gửi           lint_text
    FMT150–154  appendices                                  lint_text
    FMT155–159  signing block, Nơi nhận, Kính gửi, further on  lint_text
    FMT160–169  what is unfinished                          lint_text
    FMT170–179  what cannot be told for sure                lint_text
    FMT180–199  files, folders and copies for lint          lint
    FMT200–299  proof of the text                           lint_text
    KTM001–099  the machine, examined                       machine
    MAY001–099  the machine and the command line            machine
    REG001–099  the register                                register
    SOA001–099  a document to be signed                     closing
    STN001–099  the ledger and what persons decide          intake
    SUB001–089  full; a returned form                       submission, structure
    SUB090–099  the files of one month side by side         intake
    SUB100–109  a returned form, of no topic                submission, structure
    SUB110–119  who sent a form                             intake
    SUB120–199  a returned form, further on                 submission, structure
    THU001–099  drafts of e-mails, sending them             outbox
    TPL001–099  templates                                   template
"""
