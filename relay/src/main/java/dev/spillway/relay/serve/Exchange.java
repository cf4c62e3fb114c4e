/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One request below the path of a main server or a terminal, and its answer. For one thread. */
public interface Exchange {
    String method();

    /** Path below that of the main server or terminal, decoded, beginning with a slash. */
    String path();

    /** First value of a parameter of the query; empty text if it is there without one. */
    Optional<String> query(String name);

    Optional<String> header(String name);

    /** Content of the request. */
    InputStream body() throws IOException;

    /** Whether it comes from this very machine, by its loopback address, and through no proxy that says so. */
    boolean isLocal();

    /** Sets a field of the answer; before any of the following, which each end it. */
    void setHeader(String name, String value);

    /** Adds a field of the answer beside those that have the same name. */
    void addHeader(String name, String value);

    /** Answers with a status alone. */
    void answer(int status) throws IOException;

    /** Answers with bytes. */
    void answer(int status, String type, byte[] content) throws IOException;

    /** Answers with a file, or the range of it that is asked for, zero-copy where the host can do that. */
    void answer(SentFile file) throws IOException;
}
