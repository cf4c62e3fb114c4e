/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.api.Failure;
import dev.spillway.client.dial.Credentials;
import dev.spillway.client.dial.Deadline;
import dev.spillway.client.dial.Hosts;
import dev.spillway.client.http.HttpSettings;
import dev.spillway.client.http.Validators;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;

/**
 * A file over FTP in passive mode; parts by {@code REST} (RFC 3659 section 5). A control connection serves one transfer at a time, so it is kept for
 * the next range and never shared.
 */
final class FtpSource implements Source {
    private final URI uri;
    private final HttpSettings settings;
    private final FileState state;

    /** Logged in and without a transfer; guarded by this, as all that follows. */
    private final Deque<FTPClient> idle = new ArrayDeque<>();

    private boolean closed;

    FtpSource(URI uri, HttpSettings settings) {
        this.uri = uri;
        this.settings = settings;
        this.state = new FileState(server());
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public String server() {
        return Sources.server(uri);
    }

    @Override
    public void expect(long size, Validators validators) {
        state.expect(size, validators);
    }

    @Override
    public RangeStream open(long first, long end) throws SourceException {
        FTPClient kept = take();
        FTPClient client = kept == null ? newClient() : kept;
        boolean handedOut = false;
        Duration longest = settings.connect().plus(settings.head());
        try (Deadline guard = Deadline.closing(() -> disconnect(client), longest)) {
            if (kept == null) {
                connect(client);
            }
            RangeStream stream = retrieve(client, first, end);
            handedOut = !guard.expired();
            return stream;
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(Failure.NETWORK, server() + ": " + e.getMessage(), e);
        } finally {
            if (!handedOut) {
                disconnect(client);
            }
        }
    }

    private RangeStream retrieve(FTPClient client, long first, long end) throws IOException {
        long begin = System.nanoTime();
        FileFacts facts = askFacts(client);
        long total = facts.size().orElseThrow();
        if (first > total || (first == total && total > 0)) {
            throw new SourceException(Failure.FILE_CHANGED, "the file on " + server() + " is shorter than it was");
        }
        client.setRestartOffset(first);
        InputStream in = client.retrieveFileStream(path());
        if (in == null) {
            throw refusal(client, "did not send the file");
        }
        return new FtpRangeStream(this, client, in, facts, first, Math.min(end, total), System.nanoTime() - begin);
    }

    private FTPClient newClient() throws SourceException {
        if (settings.proxies().proxyFor(host(), false).isPresent()) {
            throw new SourceException(
                    Failure.NETWORK, server() + ": FTP goes through no proxy; exempt the host from the proxy rules");
        }
        FTPClient client = new FTPClient();
        client.setConnectTimeout((int) settings.connect().toMillis());
        client.setDefaultTimeout((int) settings.head().toMillis());
        client.setDataTimeout(settings.stall());
        // The data connection must lead to the server that we chose, wherever its answer points.
        client.setIpAddressFromPasvResponse(false);
        return client;
    }

    private void connect(FTPClient client) throws IOException {
        client.connect(host(), uri.getPort() > 0 ? uri.getPort() : FTP.DEFAULT_PORT);
        client.setSoTimeout((int) settings.head().toMillis());
        logIn(client);
    }

    private void logIn(FTPClient client) throws IOException {
        if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
            throw refusal(client, "did not greet us");
        }
        Credentials login =
                settings.credentials().apply(uri).orElse(new Credentials("anonymous", "anonymous@example.invalid"));
        if (!client.login(login.user(), login.password())) {
            throw refusal(client, "refused the login");
        }
        client.enterLocalPassiveMode();
        client.setUseEPSVwithIPv4(false);
        if (!client.setFileType(FTP.BINARY_FILE_TYPE)) {
            throw refusal(client, "refused binary mode");
        }
    }

    private FileFacts askFacts(FTPClient client) throws IOException {
        String told = client.getSize(path());
        if (told == null || !told.strip().matches("\\d{1,18}")) {
            throw refusal(client, "did not tell the size of the file");
        }
        Optional<Instant> modified = Optional.ofNullable(client.mdtmInstant(path()));
        Validators found = new Validators(Optional.empty(), modified, false);
        long size = Long.parseLong(told.strip());
        state.remember(OptionalLong.of(size), found);
        return FileFacts.sized(size, found);
    }

    private SourceException refusal(FTPClient client, String what) {
        int code = client.getReplyCode();
        Failure failure = switch (code) {
            case 421, 425, 450, 451 -> Failure.SERVER_BUSY;
            case 530, 532 -> Failure.ACCESS_DENIED;
            case 550 -> Failure.NOT_FOUND;
            default -> Failure.SERVER_MISBEHAVED;
        };
        return new SourceException(failure, server() + " " + what + " (reply " + code + ")");
    }

    private String host() {
        return Hosts.unbracketed(uri.getHost());
    }

    private String path() throws SourceException {
        String path = uri.getPath().startsWith("/") ? uri.getPath().substring(1) : uri.getPath();
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new SourceException(Failure.SERVER_MISBEHAVED, "the path of the URL holds a control character");
        }
        return path;
    }

    private synchronized FTPClient take() {
        return idle.pollLast();
    }

    /** Takes a client back whose transfer has ended properly. */
    void giveBack(FTPClient client) {
        synchronized (this) {
            if (!closed) {
                idle.addLast(client);
                return;
            }
        }
        disconnect(client);
    }

    static void disconnect(FTPClient client) {
        try {
            if (client != null) {
                client.disconnect();
            }
        } catch (IOException e) {
            // Its sockets are closed all the same.
        }
    }

    @Override
    public void close() {
        Deque<FTPClient> rest;
        synchronized (this) {
            closed = true;
            rest = new ArrayDeque<>(idle);
            idle.clear();
        }
        rest.forEach(FtpSource::disconnect);
    }
}
