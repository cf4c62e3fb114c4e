-- SPDX-License-Identifier: Apache-2.0
-- ${bytes} is the type for long binary values, which H2 and PostgreSQL name differently.

CREATE TABLE terminal (
    id               VARCHAR(100)             NOT NULL PRIMARY KEY,
    address          VARCHAR(2000)            NOT NULL,
    relays           BOOLEAN                  NOT NULL,
    token_digest     CHAR(64)                 NOT NULL,  -- SHA-256 of the token, hexadecimal; the token itself is kept nowhere
    state            VARCHAR(20)              NOT NULL,
    heard            TIMESTAMP WITH TIME ZONE NOT NULL,  -- of the last heartbeat
    response_seconds DOUBLE PRECISION         NOT NULL,  -- moving figures, and when they last moved
    upload_rate      DOUBLE PRECISION         NOT NULL,
    download_rate    DOUBLE PRECISION         NOT NULL,
    reliability      DOUBLE PRECISION         NOT NULL,
    files            VARCHAR(2000),                      -- where clients find what is published
    busy             DOUBLE PRECISION,                   -- 0 is idle, 1 is full, as it says itself
    measured         TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE TABLE terminal_group (
    terminal VARCHAR(100) NOT NULL REFERENCES terminal (id) ON DELETE CASCADE,
    name     VARCHAR(100) NOT NULL,
    PRIMARY KEY (terminal, name)
);
CREATE INDEX terminal_group_name ON terminal_group (name);

CREATE TABLE transfer (
    id            UUID                     NOT NULL PRIMARY KEY,
    file_name     VARCHAR(200)             NOT NULL,
    group_name    VARCHAR(100)             NOT NULL,
    state         VARCHAR(20)              NOT NULL,
    created       TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_by    VARCHAR(100),                          -- the main server that directs it, until the lease ends
    claimed_until TIMESTAMP WITH TIME ZONE
);
CREATE INDEX transfer_state ON transfer (state, created);

CREATE TABLE transport_request (
    transfer UUID                     NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    issue    INTEGER                  NOT NULL,
    issued   TIMESTAMP WITH TIME ZONE NOT NULL,
    signed   ${bytes}                 NOT NULL,          -- as it was sent
    PRIMARY KEY (transfer, issue)
);

CREATE TABLE target (
    transfer UUID                     NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    terminal VARCHAR(100)             NOT NULL REFERENCES terminal (id) ON DELETE CASCADE,
    state    VARCHAR(20)              NOT NULL,
    pieces   INTEGER                  NOT NULL,
    changed  TIMESTAMP WITH TIME ZONE NOT NULL,
    failure  VARCHAR(500),
    PRIMARY KEY (transfer, terminal)
);

CREATE TABLE acknowledgement (
    number   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transfer UUID                     NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    terminal VARCHAR(100)             NOT NULL,
    state    VARCHAR(20)              NOT NULL,
    received TIMESTAMP WITH TIME ZONE NOT NULL,
    failure  VARCHAR(500)
);
CREATE INDEX acknowledgement_transfer ON acknowledgement (transfer, number);

-- What a transfer is about; the rest of it is in the requests.
CREATE TABLE publication (
    transfer   UUID                     NOT NULL PRIMARY KEY REFERENCES transfer (id) ON DELETE CASCADE,
    planner    VARCHAR(20)              NOT NULL,
    digest     CHAR(64)                 NOT NULL,
    bytes      BIGINT                   NOT NULL,
    pieces     INTEGER                  NOT NULL,
    activation TIMESTAMP WITH TIME ZONE NOT NULL,
    expiry     TIMESTAMP WITH TIME ZONE NOT NULL,
    origin     VARCHAR(2000)            NOT NULL           -- a file of the main server, or the address of a distribution server
);

CREATE TABLE main_server (
    name    VARCHAR(100)             NOT NULL PRIMARY KEY,
    address VARCHAR(2000)            NOT NULL,
    heard   TIMESTAMP WITH TIME ZONE NOT NULL
);
