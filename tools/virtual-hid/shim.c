/*
 * A HID device that only one Chromium can see.
 *
 * Preloaded into Chromium on Linux, this library takes the place of libudev, and of open() for one path. Chromium then
 * finds a single hidraw node that no kernel made, with the whole of its own WebHID stack above it: chooser, permissions,
 * events, reports. The other end is the program virtual-hid; $LIFEBOAT_HID_DIR names the folder where the two meet:
 *
 *   present                       what is plugged in: bus:vendor:product, name, serial, one per line. No file, no device.
 *   sys/hid0/report_descriptor    the raw report descriptor (Chromium reads it as a file by itself)
 *   udev.sock                     'L' arrives once it is listened to, then a byte for every change: 'A' added, 'R' removed
 *   data.sock                     one connection per open(): 65-byte output reports out, 64-byte input reports in
 *   forbidden                     while it is there, nobody may open the device: as on a Linux without a rule for it
 *
 * Works with a Chromium that is linked against libudev, as Debian's is. A build that opens libudev by itself does not see
 * this library. Check after an upgrade: nm -D chromium | grep udev
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

#define DEVICE_NODE "/dev/hidraw-lifeboat"
#define FOLDER_VARIABLE "LIFEBOAT_HID_DIR"
#define LINE 128
#define PATH 512

/* ---- The folder ------------------------------------------------------------------------------------------------- */

static const char *folder(void) {
    const char *name = getenv(FOLDER_VARIABLE);
    return name ? name : "/nonexistent";
}

static int connect_to(const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int length = snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder(), name);
    if (length < 0 || (size_t)length >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) {
        int reason = errno;
        close(fd);
        errno = reason;
        return -1;
    }
    return fd;
}

static void read_line(FILE *file, char *line) {
    line[0] = '\0';
    if (fgets(line, LINE, file)) line[strcspn(line, "\n")] = '\0';
}

/* ---- The device: four entries of /sys, each the parent of the one before ----------------------------------------- */

enum kind { HIDRAW, HID, USB_INTERFACE, USB_DEVICE, KINDS };

static const char *const SUBSYSTEM[KINDS] = {"hidraw", "hid", "usb", "usb"};
static const char *const DEVTYPE[KINDS] = {NULL, NULL, "usb_interface", "usb_device"};
static const char *const SYSPATH[KINDS] = {"sys/hid0/hidraw0", "sys/hid0", "sys/usbif", "sys/usbdev"};

struct udev_device {
    enum kind kind;
    const char *action;
    char path[PATH];
    char id[LINE], name[LINE], serial[LINE];
    struct udev_device *parent;
};

/* All four entries in one block; the first one owns it. NULL when nothing is plugged in and something should be. */
static struct udev_device *make_device(const char *action, int must_be_present) {
    char path[PATH];
    snprintf(path, sizeof path, "%s/present", folder());
    FILE *present = fopen(path, "re");
    if (!present && must_be_present) return NULL;
    struct udev_device *chain = calloc(KINDS, sizeof *chain);
    if (chain && present) {
        read_line(present, chain[HID].id);
        read_line(present, chain[HID].name);
        read_line(present, chain[HID].serial);
    }
    if (present) fclose(present);
    if (!chain) return NULL;
    for (int kind = 0; kind < KINDS; kind++) {
        chain[kind].kind = kind;
        chain[kind].parent = kind + 1 < KINDS ? &chain[kind + 1] : NULL;
        snprintf(chain[kind].path, sizeof chain[kind].path, "%s/%s", folder(), SYSPATH[kind]);
    }
    chain[HIDRAW].action = action;
    return &chain[HIDRAW];
}

struct udev_device *udev_device_unref(struct udev_device *device) {
    if (device && device->kind == HIDRAW) free(device);
    return NULL;
}

const char *udev_device_get_action(struct udev_device *device) { return device->action; }
const char *udev_device_get_devnode(struct udev_device *device) { return device->kind == HIDRAW ? DEVICE_NODE : NULL; }
const char *udev_device_get_devtype(struct udev_device *device) { return DEVTYPE[device->kind]; }
const char *udev_device_get_subsystem(struct udev_device *device) { return SUBSYSTEM[device->kind]; }
const char *udev_device_get_syspath(struct udev_device *device) { return device->path; }
const char *udev_device_get_sysname(struct udev_device *device) { return strrchr(device->path, '/') + 1; }
struct udev_device *udev_device_get_parent(struct udev_device *device) { return device->parent; }

const char *udev_device_get_property_value(struct udev_device *device, const char *key) {
    if (device->kind != HID) return NULL;
    if (!strcmp(key, "HID_ID")) return device->id;
    if (!strcmp(key, "HID_NAME")) return device->name;
    if (!strcmp(key, "HID_UNIQ")) return device->serial;
    return NULL;
}

struct udev;

struct udev_device *udev_device_new_from_syspath(struct udev *udev, const char *path) {
    (void)udev;
    struct udev_device *device = make_device(NULL, 1);
    if (device && strcmp(device->path, path)) return udev_device_unref(device);
    return device;
}

/* ---- What Chromium also asks, and what has no answer here -------------------------------------------------------- */

struct udev_list_entry;

struct udev_device *udev_device_new_from_devnum(struct udev *udev, char type, dev_t number) {
    (void)udev, (void)type, (void)number;
    return NULL;
}

struct udev_device *udev_device_new_from_subsystem_sysname(struct udev *udev, const char *subsystem, const char *name) {
    (void)udev, (void)subsystem, (void)name;
    return NULL;
}

struct udev_device *udev_device_get_parent_with_subsystem_devtype(struct udev_device *device, const char *subsystem,
                                                                  const char *devtype) {
    (void)device, (void)subsystem, (void)devtype;
    return NULL;
}

struct udev_list_entry *udev_device_get_properties_list_entry(struct udev_device *device) {
    (void)device;
    return NULL;
}

const char *udev_device_get_driver(struct udev_device *device) {
    (void)device;
    return NULL;
}

const char *udev_device_get_sysattr_value(struct udev_device *device, const char *name) {
    (void)device, (void)name;
    return NULL;
}

/* ---- The library itself, and lists of devices --------------------------------------------------------------------- */

struct udev {
    char unused;
};

struct udev *udev_new(void) { return calloc(1, sizeof(struct udev)); }

struct udev *udev_unref(struct udev *udev) {
    free(udev);
    return NULL;
}

struct udev_list_entry {
    char name[PATH];
};

const char *udev_list_entry_get_name(struct udev_list_entry *entry) { return entry->name; }

struct udev_list_entry *udev_list_entry_get_next(struct udev_list_entry *entry) {
    (void)entry; /* There is one device at most. */
    return NULL;
}

/* Which subsystems somebody wants to hear of: all, until the first is named. */
struct filter {
    int named, hidraw;
};

static void filter_add(struct filter *filter, const char *subsystem) {
    filter->named = 1;
    if (subsystem && !strcmp(subsystem, SUBSYSTEM[HIDRAW])) filter->hidraw = 1;
}

static int filter_matches(const struct filter *filter) { return !filter->named || filter->hidraw; }

struct udev_enumerate {
    struct filter filter;
    int found;
    struct udev_list_entry entry;
};

struct udev_enumerate *udev_enumerate_new(struct udev *udev) {
    (void)udev;
    return calloc(1, sizeof(struct udev_enumerate));
}

int udev_enumerate_add_match_subsystem(struct udev_enumerate *list, const char *subsystem) {
    filter_add(&list->filter, subsystem);
    return 0;
}

int udev_enumerate_scan_devices(struct udev_enumerate *list) {
    struct udev_device *device = filter_matches(&list->filter) ? make_device(NULL, 1) : NULL;
    list->found = device != NULL;
    if (device) memcpy(list->entry.name, device->path, sizeof list->entry.name);
    udev_device_unref(device);
    return 0;
}

struct udev_list_entry *udev_enumerate_get_list_entry(struct udev_enumerate *list) {
    return list->found ? &list->entry : NULL;
}

struct udev_enumerate *udev_enumerate_unref(struct udev_enumerate *list) {
    free(list);
    return NULL;
}

/* ---- Changes: the socket is what Chromium watches ----------------------------------------------------------------- */

struct udev_monitor {
    struct filter filter;
    int fd;
    int other_end; /* Of the pipe that stays silent, for monitors of other subsystems. */
};

struct udev_monitor *udev_monitor_new_from_netlink(struct udev *udev, const char *name) {
    (void)udev, (void)name;
    struct udev_monitor *monitor = calloc(1, sizeof *monitor);
    if (monitor) monitor->fd = monitor->other_end = -1;
    return monitor;
}

int udev_monitor_filter_add_match_subsystem_devtype(struct udev_monitor *monitor, const char *subsystem,
                                                    const char *devtype) {
    (void)devtype;
    filter_add(&monitor->filter, subsystem);
    return 0;
}

/* Chromium asks for changes and then looks what is there: what changes in between must not be missed. */
static int connect_to_changes(void) {
    int fd = connect_to("udev.sock");
    if (fd < 0) return -1;
    struct timeval limit = {.tv_sec = 5};
    char listening;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (recv(fd, &listening, 1, 0) == 1) return fd;
    close(fd);
    return -1;
}

int udev_monitor_enable_receiving(struct udev_monitor *monitor) {
    if (filter_matches(&monitor->filter)) monitor->fd = connect_to_changes();
    if (monitor->fd >= 0) return 0;
    int silent[2];
    if (pipe2(silent, O_CLOEXEC)) return -1;
    monitor->fd = silent[0];
    monitor->other_end = silent[1];
    return 0;
}

int udev_monitor_get_fd(struct udev_monitor *monitor) { return monitor->fd; }

struct udev_device *udev_monitor_receive_device(struct udev_monitor *monitor) {
    char change;
    if (recv(monitor->fd, &change, 1, MSG_DONTWAIT) != 1) return NULL;
    return make_device(change == 'A' ? "add" : "remove", 0);
}

struct udev_monitor *udev_monitor_unref(struct udev_monitor *monitor) {
    if (!monitor) return NULL;
    if (monitor->fd >= 0) close(monitor->fd);
    if (monitor->other_end >= 0) close(monitor->other_end);
    free(monitor);
    return NULL;
}

/* ---- The device node ---------------------------------------------------------------------------------------------- */

static int open_device(void) {
    char path[PATH];
    snprintf(path, sizeof path, "%s/forbidden", folder());
    if (access(path, F_OK)) return connect_to("data.sock");
    errno = EACCES;
    return -1;
}

#define OPEN(name)                                                               \
    int name(const char *path, int flags, ...) {                                 \
        static int (*next)(const char *, int, ...);                              \
        if (!strcmp(path, DEVICE_NODE)) return open_device();                    \
        if (!next) *(void **)&next = dlsym(RTLD_NEXT, #name);                    \
        mode_t mode = 0;                                                         \
        if ((flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE) {             \
            va_list rest;                                                        \
            va_start(rest, flags);                                               \
            mode = va_arg(rest, mode_t);                                         \
            va_end(rest);                                                        \
        }                                                                        \
        return next(path, flags, mode);                                          \
    }
OPEN(open)
OPEN(open64)
