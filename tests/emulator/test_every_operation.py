"""The emulator has every operation of the OpenAPI documents, under its path, its method and its operationId."""

from __future__ import annotations

import pytest

from conformance.contract import Operation, load_specs
from conformance.emulator.app import operations
from conformance.emulator.routing import Routes
from conformance.targets import load_target

HOST = "http://emulator.test"
BASES = {document: url.removeprefix(HOST) for document, url in load_target("emulator").bases().items()}
SERVED = {(each.method, each.path): each.name for each in operations()}
PATHS = Routes({path: path for _, path in SERVED})


@pytest.mark.parametrize(
    "operation", [pytest.param(each, id=f"{each.document}-{each.operation_id}") for each in load_specs().operations()]
)
def test_the_emulator_serves_the_operation(operation: Operation) -> None:
    found = PATHS.find(BASES[operation.document] + operation.path_template.replace("{", "").replace("}", ""))

    assert found is not None
    assert SERVED[operation.method.upper(), found[0]] == operation.operation_id
