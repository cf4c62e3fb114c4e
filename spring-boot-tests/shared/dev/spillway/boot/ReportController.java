/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.boot;

import dev.spillway.SendFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Hands files over to those who may have them. */
@RestController
public class ReportController {
    private final Path folder;

    /** Takes the folder of the reports from the settings. */
    public ReportController(@Value("${reports.folder}") Path folder) {
        this.folder = folder;
    }

    /** Sends a report by the number it has; a number leads to no other folder. */
    @GetMapping("/reports/{number}")
    public void report(
            @PathVariable("number") int number,
            @RequestHeader(name = "X-Key", required = false) String key,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        checkAccess(key);
        SendFile.send(
                request,
                response,
                folder.resolve(number + ".bin"),
                SendFile.Options.none().withAttachment("Bericht für " + number + ".bin"));
    }

    /** The same, with the access check on another thread. */
    @GetMapping("/slow-check/{number}")
    public Callable<Void> afterSlowCheck(
            @PathVariable("number") int number,
            @RequestHeader(name = "X-Key", required = false) String key,
            HttpServletRequest request,
            HttpServletResponse response) {
        return () -> {
            checkAccess(key);
            SendFile.send(request, response, folder.resolve(number + ".bin"));
            return null;
        };
    }

    private static void checkAccess(String key) {
        if (!"open sesame".equals(key)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }
}
