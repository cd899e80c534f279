"""A time-stamp authority of our own, made with ``openssl ts``; it needs no network."""

import shutil
import subprocess
from pathlib import Path

import pytest

_SETTINGS = """
[tsa]
default_tsa = own
[own]
serial = serial
signer_cert = own.pem
signer_key = own.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
[stamps]
extendedKeyUsage = critical, timeStamping
"""


class Authority:
    """Answers requests; whoever trusts ``certificates`` believes it."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("needs openssl")
        folder.mkdir()
        self.folder = folder
        self.certificates = folder / "root.pem"
        (folder / "own.cnf").write_text(_SETTINGS)
        (folder / "serial").write_text("01\n")
        new = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        self.openssl(f"req -x509 {new} -keyout root.key -out root.pem -subj /CN=root")
        self.openssl(f"req {new} -keyout own.key -out own.csr -subj /CN=own")
        self.openssl(
            "x509 -req -in own.csr -CA root.pem -CAkey root.key -CAcreateserial"
            " -out own.pem -extfile own.cnf -extensions stamps"
        )

    def openssl(self, arguments: str) -> str:
        """Run openssl in the authority's folder; return what it says."""
        done = subprocess.run(
            ["openssl", *arguments.split()],
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout + done.stderr

    def answer(self, request: Path) -> Path:
        """Answer a request; return the file of the answer."""
        answer = self.folder / f"answer-{len(list(self.folder.glob('*.tsr')))}.tsr"
        self.openssl(f"ts -reply -config own.cnf -queryfile {request} -out {answer}")
        return answer

    def stamp(self, data: Path, digest: str = "sha256") -> Path:
        """Stamp a file that nobody made a request for."""
        request = self.folder / "own.tsq"
        self.openssl(f"ts -query -data {data} -{digest} -cert -out {request}")
        return self.answer(request)
