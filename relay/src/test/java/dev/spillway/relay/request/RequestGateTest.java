/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spillway.relay.request.RequestRefusedException.Reason;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestGateTest {
    private static final KeyPair KEYS = RequestSigner.newKeys();
    private static final RequestSigner SIGNER = new RequestSigner(KEYS);

    private static RequestGate gateAt(Instant now) {
        return new RequestGate(List.of(KEYS.getPublic()), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static final RequestGate GATE = gateAt(Requests.ISSUED.plusSeconds(1));

    private static Reason refusal(RequestGate gate, byte[] bytes) {
        return catchThrowableOfType(RequestRefusedException.class, () -> gate.admit(bytes))
                .reason();
    }

    @Test
    void everythingArrivesAsItWasSigned() throws RequestRefusedException {
        for (int targets : new int[] {1, 39, 1000}) {
            TransportRequest request = Requests.request(targets);
            assertThat(GATE.admit(SIGNER.sign(request))).isEqualTo(request);
        }
    }

    @Test
    void anEmptyFileHasNoPieces() throws RequestRefusedException {
        TransportRequest request = Requests.request(Requests.file("empty", 0), 1);
        assertThat(GATE.admit(SIGNER.sign(request)).file().pieces().count()).isZero();
    }

    @Test
    void onlyKnownMainServersAreObeyed() {
        byte[] stranger = new RequestSigner(RequestSigner.newKeys()).sign(Requests.request(3));
        assertThat(refusal(GATE, stranger)).isEqualTo(Reason.UNKNOWN_SIGNER);
    }

    @Test
    void theStrangersKeyDoesNotPassUnderAKnownName() {
        byte[] genuine = SIGNER.sign(Requests.request(3));
        byte[] stranger = new RequestSigner(RequestSigner.newKeys()).sign(Requests.request(3));
        System.arraycopy(genuine, 4, stranger, 4, Envelope.SIGNER_BYTES);
        assertThat(refusal(GATE, stranger)).isEqualTo(Reason.SIGNATURE);
    }

    @Test
    void requestsHoldOnlyForTheirTime() {
        byte[] sent = SIGNER.sign(Requests.request(3));
        Instant issued = Requests.ISSUED;
        assertThat(refusal(gateAt(issued.plusSeconds(3600)), sent)).isEqualTo(Reason.TOO_LATE);
        assertThat(refusal(gateAt(issued.minusSeconds(301)), sent)).isEqualTo(Reason.NOT_YET);
        assertThat(catchThrowableOfType(
                        RequestRefusedException.class,
                        () -> gateAt(issued.minusSeconds(299)).admit(sent)))
                .as("clocks differ a little")
                .isNull();
    }

    @Test
    void anotherVersionIsSaidToBeOne() {
        byte[] sent = SIGNER.sign(Requests.request(3));
        sent[3] = 2;
        assertThat(refusal(GATE, sent)).isEqualTo(Reason.VERSION);
    }

    /** Each byte of a request counts: none can be changed, left out or added. */
    @Test
    void noByteCanBeChanged() {
        byte[] sent = SIGNER.sign(Requests.request(2));
        for (int at = 0; at < sent.length; at++) {
            byte[] changed = sent.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> GATE.admit(changed)).as("byte %s", at).isInstanceOf(RequestRefusedException.class);
        }
        for (int length = 0; length < sent.length; length++) {
            byte[] cut = Arrays.copyOf(sent, length);
            assertThatThrownBy(() -> GATE.admit(cut))
                    .as("length %s", length)
                    .isInstanceOf(RequestRefusedException.class);
        }
        assertThat(refusal(GATE, Arrays.copyOf(sent, sent.length + 1))).isEqualTo(Reason.SIGNATURE);
    }

    /** As if the key of a main server were in wrong hands, or its program wrong: what is signed still has to be in its bounds. */
    @Test
    void signedNonsenseIsRefusedToo() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] body = RequestCodec.write(Requests.request(3));
        for (int round = 0; round < 50_000; round++) {
            byte[] changed = damaged(body, random);
            try {
                TransportRequest read = RequestCodec.read(changed);
                assertThat(RequestCodec.write(read))
                        .as("one form for each request")
                        .isEqualTo(changed);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static byte[] damaged(byte[] body, SplittableRandom random) {
        byte[] changed = random.nextInt(4) == 0 ? Arrays.copyOf(body, random.nextInt(2 * body.length)) : body.clone();
        for (int times = random.nextInt(4); times >= 0 && changed.length > 0; times--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    @Test
    void randomBytesAreNoRequest() {
        SplittableRandom random = new SplittableRandom(8);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextBoolean()) {
                System.arraycopy(new byte[] {'S', 'W', 'R', 1}, 0, bytes, 0, 4);
            }
            assertThatThrownBy(() -> GATE.admit(bytes)).isInstanceOf(RequestRefusedException.class);
        }
    }

    @Test
    void aHugeSizeCostsNoMemory() {
        byte[] body = RequestCodec.write(Requests.request(Requests.file("a", 0), 1));
        int size = indexOf(body, Requests.file("a", 0).digest().bytes()) + Sha256.BYTES;
        body[size + 2] = 0x0f;
        assertThatThrownBy(() -> RequestCodec.read(body)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; ; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
    }

    @Test
    void keysDoNotShowThemselves() {
        TransportRequest request = Requests.request(1);
        assertThat(request.toString()).contains("(a key)");
    }
}
