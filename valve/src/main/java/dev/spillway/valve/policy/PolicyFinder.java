/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Finds policies by name: the ready-made ones, those registered for {@link ServiceLoader}, and, if there is a dot in the
 * name, any class. What an application brings along is found by a valve in its context.
 */
final class PolicyFinder {
    private static final Map<String, Supplier<AdmissionPolicy>> READY_MADE = new TreeMap<>(Map.of(
            "network", NetworkPolicy::new,
            "country", CountryPolicy::new,
            "user", UserPolicy::new,
            "role", RolePolicy::new,
            "path", PathPolicy::new,
            "header", HeaderPolicy::new,
            "signed", SignedLinkPolicy::new,
            "speed", () -> new SpeedPolicy(System::nanoTime)));

    private PolicyFinder() {}

    /**
     * Makes the policy of that name.
     *
     * @throws IllegalArgumentException if there is none, or it can't be made
     */
    static AdmissionPolicy find(String where, String name) {
        Supplier<AdmissionPolicy> readyMade = READY_MADE.get(name);
        if (readyMade != null) {
            return readyMade.get();
        }
        AdmissionPolicy found = null;
        for (ClassLoader loader : loaders()) {
            if (found == null) {
                found = name.indexOf('.') < 0 ? ofService(where, name, loader) : ofClass(where, name, loader);
            }
        }
        if (found == null) {
            throw new IllegalArgumentException(
                    where + " holds \"" + name + "\", which is no policy: there are any, all, "
                            + String.join(", ", READY_MADE.keySet())
                            + ", those registered for ServiceLoader, and classes by their full name, such as com.example.MyPolicy;"
                            + " their jar must be in Tomcat's lib/, or in the application whose context has the valve");
        }
        return found;
    }

    /** While an application starts, the first one is its own. */
    private static List<ClassLoader> loaders() {
        ClassLoader own = PolicyFinder.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null || context == own ? List.of(own) : List.of(context, own);
    }

    private static AdmissionPolicy ofService(String where, String name, ClassLoader loader) {
        try {
            for (AdmissionPolicy policy : ServiceLoader.load(AdmissionPolicy.class, loader)) {
                if (name.equals(policy.name())) {
                    return policy;
                }
            }
            return null;
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException(
                    where + " holds \"" + name + "\", and looking for it failed: " + e.getMessage(), e);
        }
    }

    private static AdmissionPolicy ofClass(String where, String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader)
                    .asSubclass(AdmissionPolicy.class)
                    .getConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new IllegalArgumentException(
                    where + " holds \"" + name + "\", which can't be made (" + e + "): it must be a public class that"
                            + " implements AdmissionPolicy and has a public constructor without parameters",
                    e);
        }
    }
}
