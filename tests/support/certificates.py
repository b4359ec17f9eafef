"""Certificates for a test's own server."""
import ssl
import subprocess


def server_context(folder, names):
    """For a server of these names ("DNS:localhost,IP:127.0.0.1"): makes FOLDER/ca.pem, which signed FOLDER/server.pem, and
    FOLDER/other.pem, which signed nothing."""
    make = r"""
    for ca in ca other; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
      -keyout $ca.key -out $ca.pem -subj /CN=$ca; done
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN=test
    echo subjectAltName=$0 >names
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem
    """
    if not (folder / "server.pem").exists():
        subprocess.run(["sh", "-ec", make, names], cwd=folder, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context
