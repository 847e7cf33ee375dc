namespace SurveyStorage.Tests.Contract;

/// <summary>Text that has broken an address, a filter, a multipart body or JSON somewhere.</summary>
public static class AwkwardText
{
    public static TheoryData<string> Keys { get; } = new(
        "plain",
        "with space",
        " leading and trailing ",
        "o'clock",
        "''quoted''",
        "\"double\"",
        "100%25",
        "a+b",
        "a&b=c;d",
        "t!wave-1!07",
        "(PartitionKey='x')",
        "{brace}",
        "[bracket]",
        "$filter",
        "a,b",
        "a:b@c",
        "~._-*",
        "<tag>",
        "^`|",
        "é",
        "Soomaali",
        "العربية",
        "日本語",
        "😀👨‍👩‍👧",
        "\u00A0nbsp");

    public static TheoryData<string> Values { get; } = new(
        "--batch_rows",
        "\r\n--batch_rows\r\n",
        "\r\n--changeset_rows\r\n",
        "--changeset_rows--\r\n--batch_rows--\r\n",
        "HTTP/1.1 409 Conflict\r\nETag: x\r\n\r\n",
        "POST http://127.0.0.1:10002/devstoreaccount1/other HTTP/1.1",
        "boundary=changeset_x",
        "If-Match: *\r\n",
        "{\"odata.error\":{\"code\":\"x\"}}",
        "}{ }} {{",
        "PartitionKey='x',RowKey='y'",
        "line\nline\r\nline\rline",
        "\u2028line\u2029separators\u0085",
        "\0\u0001\u001F\u007F\u009F",
        "quotes \" and ' and \\ and / and \\u0041",
        "<script>&amp;'</script>",
        "100% + more & less = ?#",
        "العربية من اليمين إلى اليسار \u200F\u202Bمع علامات\u202C",
        "😀 👨‍👩‍👧 \U0001F1F8\U0001F1F4",
        "e\u0301 is not é",
        "\uFEFF bom \uFFFE\uFFFF");
}
