/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.conf.TlsFiles;
import java.io.IOException;

/** Whose certificates a node trusts. */
final class Trust {
    private Trust() {}

    static TlsSettings of(TlsFiles files) throws IOException {
        return files.authorities().isPresent()
                ? TlsSettings.trusting(files.authorities().get())
                : TlsSettings.system();
    }
}
