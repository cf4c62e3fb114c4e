/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS 1.2 and 1.3 with the certificate chain and the name of the server always verified (RFC 9110 section 4.3.4); there is no way to turn that off. */
public final class TlsSettings {
    /** Empty for that of the runtime, which takes long to load and so is loaded when it is needed first. */
    private final Optional<SSLContext> context;

    private TlsSettings(Optional<SSLContext> context) {
        this.context = context;
    }

    /** Trusts the authorities of the Java runtime. */
    public static TlsSettings system() {
        return new TlsSettings(Optional.empty());
    }

    /** The same, for those who speak TLS in their own way. */
    public SSLContext context() {
        try {
            return context.isPresent() ? context.get() : SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no TLS", e);
        }
    }

    /**
     * Trusts the authorities in a file and no others.
     *
     * @param authorities certificates in PEM form
     */
    public static TlsSettings trusting(Path authorities) throws IOException {
        try (InputStream in = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new IOException(authorities + " holds no certificate: give a PEM file");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new TlsSettings(Optional.of(context));
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + " is not a list of certificates in PEM form", e);
        }
    }

    /** Lays TLS over a connected socket and shakes hands within the bound. */
    SSLSocket over(Socket plain, String host, int port, Duration longest) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) Math.max(1, longest.toMillis()));
        socket.startHandshake();
        refuseOutOfDate(socket);
        return socket;
    }

    /** The runtime does not look at the dates of a certificate that is itself among those trusted. */
    private static void refuseOutOfDate(SSLSocket socket) throws IOException {
        try {
            ((X509Certificate) socket.getSession().getPeerCertificates()[0]).checkValidity();
        } catch (CertificateException e) {
            throw new SSLPeerUnverifiedException("the certificate of the server is out of date: " + e.getMessage());
        }
    }
}
