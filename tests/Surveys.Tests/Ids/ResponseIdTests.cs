using Surveys.Ids;

namespace Surveys.Tests.Ids;

public class ResponseIdTests
{
    [Theory]
    [InlineData("0b7a3f0e-5d0c-4c5b-9a64-1f2f6f0f7c11")]
    [InlineData("0B7A3F0E-5D0C-4C5B-BA64-1F2F6F0F7C11")]
    public void A_random_UUID_is_taken(string text)
    {
        Assert.True(ResponseId.TryParse(text, out var id));
        Assert.Equal(text.ToLowerInvariant(), id.ToString());
    }

    [Fact]
    public void Every_new_UUID_of_the_platform_is_taken() =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(ResponseId.TryParse(Guid.NewGuid().ToString(), out var _)));

    [Theory]
    [InlineData("2ed6657d-e927-11ee-9c3b-0242ac120002", "a time and a device")]
    [InlineData("1eee9276-57d0-6bc0-9c3b-0242ac120002", "a time")]
    [InlineData("018e6c3f-92f4-7a01-9c3b-3d1f0c5b7e21", "a time")]
    [InlineData("c4a760a8-dbcf-5254-a0d9-6a4474bd1b62", "a name")]
    [InlineData("0b7a3f0e-5d0c-8c5b-9a64-1f2f6f0f7c11", "whatever its maker wants")]
    [InlineData("0b7a3f0e-5d0c-4c5b-ca64-1f2f6f0f7c11", "another variant")]
    public void A_UUID_that_tells_something_is_refused(string text, string told) =>
        Assert.False(ResponseId.TryParse(text, out _), told);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("0b7a3f0e5d0c4c5b9a641f2f6f0f7c11")]
    [InlineData("{0b7a3f0e-5d0c-4c5b-9a64-1f2f6f0f7c11}")]
    public void What_is_no_UUID_in_its_hyphenated_form_is_refused(string? text) => Assert.False(ResponseId.TryParse(text, out _));
}
