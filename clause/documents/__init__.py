"""Documents: frozen content in, PDF bytes out.

Each document has one file with one public function ``render_<document>(content) -> bytes``. It may import ``domain``,
``rules`` and ``text``, reads no clock, no settings and no database, and computes no figure: what is shown is in the
content. Equal contents give equal bytes, in any process: that is why fonts are shipped, dates come from the content and
nothing is drawn from chance or from the environment. To add a document: build blocks with ``blocks``, hand them to
``layout.typeset``, and look at the result at its worst (long names, no line, many lines) before a reader does.
"""
