/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferView;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/** Shows one transfer: once, or until it has ended, drawn anew in place on a terminal and as a line for each change elsewhere. */
final class Watching {
    private static final long INTERVAL_MILLIS = 1000;

    /** A main server that is just being started again must not end the watching. */
    private static final int MOST_FAILURES = 60;

    private static final int USUAL_WIDTH = 120;

    private final AdminOptions admin;
    private final AdminClient client;
    private final UUID id;
    private int failures;

    Watching(AdminOptions admin, AdminClient client, UUID id) {
        this.admin = admin;
        this.client = client;
        this.id = id;
    }

    /** The start script looks: Java has no one way to ask on all its versions. */
    static boolean isOnTerminal() {
        return Boolean.getBoolean("spillway.terminal");
    }

    int once() {
        TransferDetail detail = client.transfer(id);
        admin.print(detail, () -> TreeLines.of(detail, USUAL_WIDTH).forEach(admin.out()::println));
        return ExitCode.OK.code();
    }

    int untilEnd() throws InterruptedException {
        if (isOnTerminal() && !admin.isJson()) {
            try (Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).build()) {
                if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                    return live(terminal);
                }
            } catch (IOException e) {
                // A terminal that can't be used gets lines.
            }
        }
        return inLines();
    }

    private int live(Terminal terminal) throws InterruptedException {
        Display display = new Display(terminal, false);
        TransferDetail detail;
        do {
            detail = next();
            int width = Math.max(40, terminal.getWidth());
            int height = Math.max(3, terminal.getHeight() - 1);
            List<String> lines = TreeLines.of(detail, width);
            List<String> shown = lines.size() <= height ? lines : lines.subList(0, height - 1);
            display.resize(height + 1, width);
            List<AttributedString> drawn = new java.util.ArrayList<>();
            shown.forEach(line -> drawn.add(new AttributedString(line).columnSubSequence(0, width)));
            if (shown.size() < lines.size()) {
                drawn.add(new AttributedString("... and " + (lines.size() - shown.size()) + " more: --once has all"));
            }
            display.update(drawn, 0);
        } while (!isOver(detail.transfer()) && pause());
        terminal.writer().println();
        terminal.flush();
        return codeOf(detail.transfer());
    }

    private int inLines() throws InterruptedException {
        String before = "";
        TransferDetail detail;
        do {
            detail = next();
            String line = TreeLines.head(detail.transfer());
            if (!line.equals(before) && !admin.isJson()) {
                admin.out().println(line);
                admin.out().flush();
            }
            before = line;
        } while (!isOver(detail.transfer()) && pause());
        TransferDetail last = detail;
        admin.print(last, () -> TreeLines.of(last, USUAL_WIDTH).stream().skip(1).forEach(admin.out()::println));
        return codeOf(last.transfer());
    }

    private TransferDetail next() throws InterruptedException {
        while (true) {
            try {
                TransferDetail detail = client.transfer(id);
                failures = 0;
                return detail;
            } catch (CommandFailedException e) {
                failures++;
                if (e.exitCode() != ExitCode.UNREACHABLE || failures == MOST_FAILURES) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Always true, to stand in a condition. */
    private static boolean pause() throws InterruptedException {
        Thread.sleep(INTERVAL_MILLIS);
        return true;
    }

    private static boolean isOver(TransferView view) {
        return view.state().equals("ENDED") || view.state().equals("CANCELLED");
    }

    private static int codeOf(TransferView view) {
        boolean isWell = view.state().equals("ENDED") && view.failed() == 0;
        return (isWell ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
