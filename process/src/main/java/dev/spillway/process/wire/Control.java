/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Terms;

/**
 * Has a manager do something. Body: number of the question (8), action (text), download (8), value (8).
 *
 * @param id of the question, for the answer
 * @param action what to do
 * @param download which one, by its number in its manager; of no meaning for draining
 * @param value of a rate or a priority
 */
public record Control(long id, Action action, long download, long value) implements Frame {
    /** What can be done. */
    public enum Action {
        CANCEL,
        PAUSE,
        RESUME,
        SET_RATE,
        SET_PRIORITY,
        DRAIN,
        STOP_DRAINING
    }

    /** Does it; tells whether there was such a download. */
    public boolean applyTo(DownloadManager manager) {
        return switch (action) {
            case CANCEL -> manager.cancel(download);
            case PAUSE -> manager.pause(download);
            case RESUME -> manager.resume(download);
            case SET_RATE -> manager.setRate(download, value);
            case SET_PRIORITY -> manager.setPriority(download, (int) value);
            case DRAIN, STOP_DRAINING -> {
                manager.setDraining(action == Action.DRAIN);
                yield true;
            }
        };
    }

    @Override
    public FrameType type() {
        return FrameType.CONTROL;
    }

    @Override
    public void write(BodyWriter out) {
        out.number(id).text(action.name()).number(download).number(value);
    }

    static Control read(BodyReader in) throws WireException {
        long id = in.number();
        Control control = new Control(id, action(in.text()), in.number(), in.number());
        try {
            if (control.action == Action.SET_RATE) {
                Limits.checkRate("bytesPerSecond", control.value);
            } else if (control.action == Action.SET_PRIORITY) {
                Terms.checkPriority(Math.toIntExact(control.value));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new WireException(e.getMessage());
        }
        return control;
    }

    private static Action action(String name) throws WireException {
        try {
            return Action.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new WireException("an unknown action");
        }
    }
}
