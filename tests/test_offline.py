"""Nothing leaves the machine, and the tests would notice."""

import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_a_connection_to_another_host_fails(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one, pytest.raises(RuntimeError, match=host):
        one.connect((host, 443))


def test_looking_up_another_host_fails():
    with pytest.raises(RuntimeError, match="getaddrinfo to example.org"):
        socket.getaddrinfo("example.org", 443)


def test_a_connection_to_this_machine_is_allowed():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_a_subprocess_cannot_reach_another_host_either(python):
    ran = python("-c", "import socket; socket.create_connection(('192.0.2.1', 443))")
    assert "LeftTheMachine" in ran.err


def test_asking_reaches_no_host(python, index_folder):
    ran = python("-m", "assistant", "--index", index_folder, "ask", "Who audits AI tools?")
    assert (ran.code, ran.err) == (0, "")
