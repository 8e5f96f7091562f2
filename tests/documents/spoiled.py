"""spoiled.py MODULE PART PARTS: the tests of this module fail where a document is wrong.

Of each block that they run, each line is spoiled in turn, in a copy of the documents: a test that
passes nevertheless does not run what is printed. They are so many that they are tried in parts.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import blocks

HERE = pathlib.Path(__file__).parent


def spoiled(block):
    """Texts of the document with one line of the block wrong."""
    lines = (blocks.documents_folder() / block.document).read_text().splitlines()
    for number, line in enumerate(block.lines, block.line - 1):
        if line.strip() and not line.startswith((" ", "#", "...")):
            at = lines[number].index(line)
            wrong = lines[number][:at] + "wrong-" + line
            yield wrong.strip(), "\n".join([*lines[:number], wrong, *lines[number + 1:]]) + "\n"


def outcome(test, document, text):
    with tempfile.TemporaryDirectory(prefix="tls-se-documents-") as folder:
        for name in blocks.document_names():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            source = (blocks.documents_folder() / name).read_text()
            path.write_text(text if name == document else source)
        return subprocess.run([sys.executable, "-B", "-m", "unittest", test], cwd=HERE, text=True,
                              env=os.environ | {"TLS_SE_DOCUMENTS": folder},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def main():
    module, part, parts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    cases = [(claim, line, text) for claim in blocks.read_claims()
             if claim.test.startswith(module + ".")
             for line, text in spoiled(blocks.block(claim.document, claim.words))]
    passed = 0
    for claim, line, text in cases[part::parts]:
        result = outcome(claim.test, claim.document, text)
        if "OK (skipped=" in result.stdout:
            print(result.stdout)
        elif result.returncode == 0:
            passed += 1
            print(f"{claim.test} passes with: {line}")
    print(f"{len(cases[part::parts])} wrong lines, {passed} of them not found")
    sys.exit(passed > 0 or not cases)


if __name__ == "__main__":
    main()
