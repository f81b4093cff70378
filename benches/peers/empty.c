/* The same program without the library. */
int main(void)
{
    return 0;
}
