/* Asks Postfix's own match lists, to record the answers in `cases` and `random`.
 *
 * ask KIND PARENT UTF8 < input: KIND is s (string_list), d (domain_list), a (addr_match_list) or n (namadr_list). The first line
 * of the input is the list; each other line is a string, or "name<TAB>address" for n. Answers: yes, no, error.
 * Compile in the src directory of Postfix 3.7 with
 *   cc -DLINUX4 -DHAS_DB -I util -I global ask.c libpostfix-global.so libpostfix-util.so
 */
#include <sys_defs.h>
#include <string.h>
#include <stdlib.h>
#include <msg.h>
#include <vstring.h>
#include <vstream.h>
#include <vstring_vstream.h>
#include <msg_vstream.h>
#include <dict.h>
#include <stringops.h>
#include <match_list.h>
#include <string_list.h>
#include <domain_list.h>
#include <namadr_list.h>
#include <addr_match_list.h>
int main(int argc,char**argv){
  VSTRING *b=vstring_alloc(100); msg_vstream_init(argv[0],VSTREAM_ERR);
  dict_allow_surrogate=1; util_utf8_enable=atoi(argv[3]);
  int fl=MATCH_FLAG_RETURN|(atoi(argv[2])?MATCH_FLAG_PARENT:0);
  vstring_get_nonl(b,VSTREAM_IN); char*l=strdup(vstring_str(b));
  MATCH_LIST*m; char k=*argv[1];
  m = k=='s'?string_list_init("list",fl,l):k=='d'?domain_list_init("list",fl,l):k=='a'?addr_match_list_init("list",fl,l):namadr_list_init("list",fl,l);
  while(vstring_get_nonl(b,VSTREAM_IN)!=VSTREAM_EOF){
    char*n=vstring_str(b),*a=strchr(n,'\t'); if(a)*a++=0; else a="";
    int r = k=='n'?match_list_match(m,n,a):match_list_match(m,n);
    vstream_printf("%s\n", r?"yes":m->error?"error":"no");
  }
  vstream_fflush(VSTREAM_OUT); return 0; }
