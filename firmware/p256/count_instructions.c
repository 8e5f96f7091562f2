// A plugin of qemu-arm's that prints how many instructions a program has executed. What it needs of
// qemu-plugin.h, which Debian does not package, is declared here.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define EXPORT __attribute__((visibility("default")))

struct qemu_plugin_tb;
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb* block);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id,
                                           void (*translated)(uint64_t, struct qemu_plugin_tb*));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb* block, int operation,
                                              void* counter, uint64_t value);
void qemu_plugin_register_atexit_cb(uint64_t id, void (*at_exit)(uint64_t, void*), void* data);

EXPORT int qemu_plugin_version = 1;

enum { kAdd = 0 };
static uint64_t executed;

static void count(uint64_t id, struct qemu_plugin_tb* block) {
  (void)id;
  qemu_plugin_register_vcpu_tb_exec_inline(block, kAdd, &executed, qemu_plugin_tb_n_insns(block));
}

static void print(uint64_t id, void* data) {
  (void)id, (void)data;
  printf("%llu\n", (unsigned long long)executed);
  fflush(stdout);  // qemu leaves without
}

EXPORT int qemu_plugin_install(uint64_t id, const void* info, int count_of, char** arguments) {
  (void)info, (void)count_of, (void)arguments;
  qemu_plugin_register_vcpu_tb_trans_cb(id, count);
  qemu_plugin_register_atexit_cb(id, print, NULL);
  return 0;
}
