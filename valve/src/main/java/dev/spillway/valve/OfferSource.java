/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** Finds out whether the pipeline wants a file to be sent. */
@FunctionalInterface
interface OfferSource {
    /**
     * Looks for an offer, on the way back.
     *
     * @return null if there is none
     * @throws RefusedOfferException if there is one that may not be sent
     */
    FileOffer find(Request request, Response response) throws RefusedOfferException;
}
