/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Admits links that the application has signed and that have not expired (SYSTEMS.md A2 "payment/authentication"). A
 * wrong signature, or none, is 403. An expired link is 410, as it will never be good again, but only if its signature
 * was right: who makes links up learns nothing. {@link LinkFormat} has the format, {@link SignedLink} makes links.
 */
final class SignedLinkPolicy implements AdmissionPolicy {
    private static final Verdict NOT_SIGNED = Verdict.refuse(403, "link is not signed");
    private static final Verdict WRONG = Verdict.refuse(403, "signature of the link is wrong");
    private static final Verdict EXPIRED = Verdict.refuse(410, "link has expired");

    private Supplier<LinkKeys> keys;
    private LinkFormat format;
    private boolean isBoundToClient;
    private long skewSeconds;

    @Override
    public void configure(PolicyParameters parameters) {
        keys = parameters.has("keyProperty") ? ofProperty(parameters) : ofFile(parameters);
        format = new LinkFormat(
                parameters.text("expires", LinkFormat.DEFAULT.expires()),
                parameters.text("signature", LinkFormat.DEFAULT.signature()));
        isBoundToClient = parameters.choice("address", "any", "client").equals("client");
        skewSeconds = parameters
                .duration("skew", "0s", Duration.ZERO, Duration.ofMinutes(5))
                .toSeconds();
    }

    private static Supplier<LinkKeys> ofFile(PolicyParameters parameters) {
        return WatchedFile.open("signed: keyFile", parameters.file("keyFile"), LinkKeys::read)::get;
    }

    private static Supplier<LinkKeys> ofProperty(PolicyParameters parameters) {
        String property = parameters.text("keyProperty");
        if (parameters.has("keyFile")) {
            throw parameters.refusal("keyProperty", property, "can't stand beside keyFile; leave one of them out");
        }
        String text = System.getProperty(property);
        if (text == null) {
            throw parameters.refusal(
                    "keyProperty", property, "is no system property that is set, such as in conf/catalina.properties");
        }
        try {
            LinkKeys keys = LinkKeys.parse(text);
            return () -> keys;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "signed: keyProperty names the system property \"" + property + "\": " + e.getMessage(), e);
        }
    }

    @Override
    public Verdict decide(DownloadRequest request) {
        LinkFormat.Claim claim = format.read(request.query());
        if (claim == null) {
            return NOT_SIGNED;
        }
        if (isBoundToClient && request.address() == null) {
            return WRONG;
        }
        String address = isBoundToClient ? request.address().toString() : "";
        String message = LinkFormat.message(request.path(), claim.rest(), claim.seconds(), address);
        if (!keys.get().isSigned(message, claim.signature())) {
            return WRONG;
        }
        boolean isExpired = request.time().getEpochSecond() >= claim.seconds() + skewSeconds;
        return isExpired ? EXPIRED : Verdict.admit();
    }

    @Override
    public boolean needsAnswer() {
        return false;
    }
}
