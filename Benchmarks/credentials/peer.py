"""The independent reader and signer of content credentials, and certificates to test with."""
import datetime
import json

from c2pa import Builder, C2paSignerInfo, Context, Reader, Settings, Signer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1"
MEDIA = {".wav": "audio/wav", ".flac": "audio/flac", ".mp3": "audio/mpeg"}
UNTRUSTED = "signingCredential.untrusted"


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(signs_certificates):
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=signs_certificates,
        crl_sign=signs_certificates, encipher_only=False, decipher_only=False)


class Authority:
    """A root certificate in a folder, and signers under it."""

    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.now = datetime.datetime.now(datetime.UTC)
        self.identifier = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        self.root = self._builder("Root", self.key.public_key()).add_extension(
            x509.BasicConstraints(True, 1), True).add_extension(_usage(True), True).add_extension(
                self.identifier, False).sign(self.key, hashes.SHA256())
        self.anchors = folder / "root.pem"
        self.anchors.write_bytes(self.root.public_bytes(serialization.Encoding.PEM))

    def _builder(self, name, public_key):
        return x509.CertificateBuilder().subject_name(_name(name)).issuer_name(
            _name("Root")).public_key(public_key).serial_number(
                x509.random_serial_number()).not_valid_before(
                    self.now - datetime.timedelta(days=1)).not_valid_after(
                        self.now + datetime.timedelta(days=30))

    def signer(self, name, curve=False):
        """Makes a signer; the paths of its certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1()) if curve else (
            ed25519.Ed25519PrivateKey.generate())
        purposes = [ObjectIdentifier(CLAIM_SIGNING), ExtendedKeyUsageOID.EMAIL_PROTECTION]
        certificate = self._builder(name, key.public_key()).add_extension(
            x509.BasicConstraints(False, None), True).add_extension(
                _usage(False), True).add_extension(
                    x509.ExtendedKeyUsage(purposes), False).add_extension(
                        x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
                            self.identifier), False).sign(self.key, hashes.SHA256())
        paths = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        paths[1].write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()))
        return paths


def _context(anchors=None):
    trust = {"trust_config": f"{CLAIM_SIGNING}\n1.3.6.1.5.5.7.3.4"}
    if anchors:
        trust["user_anchors"] = anchors.read_text(encoding="utf-8")
    return Context(Settings.from_dict({
        "verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
        "trust": trust}))


def read(path, anchors=None):
    """The state that the peer gives a file, the codes of what failed, and what the file says."""
    try:
        with Reader(str(path), context=_context(anchors)) as reader:
            results = reader.get_validation_results() or {}
            failures = results.get("activeManifest", {}).get("failure", [])
            return (reader.get_validation_state(), {item["code"] for item in failures},
                    reader.get_active_manifest() or {})
    except Exception as error:  # The peer's errors are many; all of them are refusals.
        return "Invalid", {str(error)}, {}


def sign(source, target, certificate, key, anchors, curve=False):
    """Lets the peer sign a file as a recording from life."""
    manifest = {
        "claim_generator_info": [{"name": "Peer", "version": "1"}], "title": "Foreign",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [{
            "action": "c2pa.created",
            "digitalSourceType":
                "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}]}}]}
    information = C2paSignerInfo(
        alg="es256" if curve else "ed25519", sign_cert=certificate.read_bytes(),
        private_key=key.read_bytes(), ta_url=None)
    builder = Builder(json.dumps(manifest), _context(anchors))
    with source.open("rb") as given, target.open("w+b") as made:
        builder.sign(Signer.from_info(information), MEDIA[source.suffix], given, made)
