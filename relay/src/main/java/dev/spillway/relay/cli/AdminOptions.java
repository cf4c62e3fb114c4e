/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.admin.TransferView;
import dev.spillway.relay.control.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that asks a main server has in common. */
final class AdminOptions {
    private static final String SERVER_VARIABLE = "SPILLWAY_RELAY_SERVER";
    private static final String TOKEN_VARIABLE = "SPILLWAY_RELAY_TOKEN";
    private static final int LEAST_PREFIX = 4;

    @Option(
            names = "--server",
            split = ",",
            paramLabel = "URL",
            defaultValue = "${env:" + SERVER_VARIABLE + ":-http://127.0.0.1:8080/relay}",
            description = "main server, or several over one database; also in " + SERVER_VARIABLE
                    + " (http://127.0.0.1:8080/relay)")
    private List<URI> servers;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "holds the admin token of the main server; else it is taken from " + TOKEN_VARIABLE
                    + ", and without one only the machine of the main server may ask")
    private Path tokenFile;

    @Option(
            names = "--authorities",
            paramLabel = "FILE",
            description = "PEM file of the authorities that certify main servers; by default those of Java")
    private Path authorities;

    @Option(
            names = "--json",
            description = "print JSON, with sizes in bytes, rates in bytes per second and times in UTC")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    AdminClient client() {
        for (URI server : servers) {
            boolean isHttp = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
            if (!isHttp || server.getHost() == null) {
                throw usage("--server " + Text.of(server.toString())
                        + " is no main server: give http(s)://host[:port]/path, such as http://127.0.0.1:8080/relay");
            }
        }
        return new AdminClient(servers, token(), trust());
    }

    private Optional<SSLContext> trust() {
        try {
            return authorities == null
                    ? Optional.empty()
                    : Optional.of(TlsSettings.trusting(authorities).context());
        } catch (IOException e) {
            throw usage("--authorities " + Text.of(authorities.toString()) + " can't be used: " + e);
        }
    }

    /** A token on the command line would be seen by everybody on the machine. */
    private Optional<String> token() {
        if (tokenFile == null) {
            return Optional.ofNullable(System.getenv(TOKEN_VARIABLE))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        }
        try {
            return Optional.of(
                    Files.readString(tokenFile, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw usage("--token-file " + tokenFile + " can't be read: " + e);
        }
    }

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints JSON if that is wanted, else what a person reads. */
    void print(Object view, Runnable text) {
        if (json) {
            out().println(new String(Json.write(view), StandardCharsets.UTF_8));
        } else {
            text.run();
        }
        out().flush();
    }

    ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /**
     * The transfer that somebody means.
     *
     * @param named its identifier, the first characters of that, or the name of a file, of which it is the newest transfer
     */
    UUID transfer(AdminClient client, String named) {
        if (named.length() == 36) {
            try {
                return UUID.fromString(named);
            } catch (IllegalArgumentException e) {
                // The name of a file, then.
            }
        }
        List<TransferView> all = client.transfers();
        List<TransferView> meant = named.length() < LEAST_PREFIX
                ? List.of()
                : all.stream()
                        .filter(one -> one.id().toString().startsWith(named))
                        .toList();
        if (meant.size() > 1) {
            throw usage(meant.size() + " transfers begin with " + named + ": give more characters");
        }
        return meant.stream()
                .findFirst()
                .or(() -> all.stream().filter(one -> one.name().equals(named)).findFirst())
                .map(TransferView::id)
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.NOT_FOUND,
                        "there is no transfer " + Text.of(named) + ": spillway-relay status lists them"));
    }
}
