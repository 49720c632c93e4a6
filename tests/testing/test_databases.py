"""The fixtures that give tests a database."""

import pytest
from sqlalchemy import NullPool, create_engine, text


def rows(url):
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return connection.execute(text("SELECT name FROM shop ORDER BY name")).scalars().all()


def fill(url, name):
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE shop (name VARCHAR(20))"))
        connection.execute(text("INSERT INTO shop VALUES (:name)"), {"name": name})


@pytest.mark.both_databases
def test_empty_database_is_of_the_kind_asked_for(database_kind, empty_database_url):
    fill(empty_database_url, "小棉洗衣")

    assert rows(empty_database_url) == ["小棉洗衣"]
    assert create_engine(empty_database_url).dialect.name == database_kind


@pytest.mark.both_databases
def test_copy_holds_the_rows_of_its_template_and_is_apart_from_it(databases, empty_database_url, tmp_path):
    fill(empty_database_url, "original")

    copy = databases.copy(empty_database_url, tmp_path)
    engine = create_engine(copy, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO shop VALUES ('later')"))

    assert rows(copy) == ["later", "original"]
    assert rows(empty_database_url) == ["original"]
    databases.drop(copy)
