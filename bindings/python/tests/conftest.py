import pytest

from agora_token import Issuer

APP_ID = "970CA35de60c44645bbae8a215061b33"
CERTIFICATE = "5CFd2fd1755d40ecb72977518be15d3b"


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(APP_ID, CERTIFICATE)
