/* The least CGI program: what Apache and the kernel take for any. */
#include <stdio.h>

int main(void) {
  puts("Status: 204 No Content\r\n\r");
  return 0;
}
