/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

/**
 * The first frame of each side. Body, the same in all versions: magic (4), version of the protocol (2); and in this version:
 * build (text), process id (8), settings (text), whether started by a valve (1).
 *
 * @param version of the protocol; a peer with another one is refused
 * @param build of the sender; a manager of another build than the valve's makes way for one of the same
 * @param pid of the sender
 * @param settings that a manager was started with, to be compared with what a valve wants; empty from a valve
 * @param isManaged whether a manager was started by a valve, and not by an administrator
 */
public record Hello(int version, String build, long pid, String settings, boolean isManaged) implements Frame {
    /** What this build speaks. */
    public static final int VERSION = 1;

    private static final int MAGIC = 0x53505759; // "SPWY"

    /** Of this build. */
    public Hello(String build, String settings, boolean isManaged) {
        this(VERSION, build, ProcessHandle.current().pid(), settings, isManaged);
    }

    @Override
    public FrameType type() {
        return FrameType.HELLO;
    }

    /** Whether the peer can be talked to. */
    public boolean isUnderstood() {
        return version == VERSION;
    }

    @Override
    public void write(BodyWriter out) {
        out.number(MAGIC).octet(version >> 8).octet(version);
        out.text(build).number(pid).text(settings).flag(isManaged);
    }

    static Hello read(BodyReader in) throws WireException {
        if (in.integer() != MAGIC) {
            throw new WireException("no Spillway speaks here");
        }
        int version = in.octet() << 8 | in.octet();
        if (version != VERSION) {
            in.skipRest();
            return new Hello(version, "", 0, "", false);
        }
        return new Hello(version, in.text(), in.number(), in.text(), in.flag());
    }
}
