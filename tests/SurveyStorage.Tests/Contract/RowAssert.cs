namespace SurveyStorage.Tests.Contract;

internal static class RowAssert
{
    /// <summary>The same keys and the same properties, of the same types.</summary>
    public static void Same(TableRow expected, TableRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.PartitionKey, actual.PartitionKey);
        Assert.Equal(expected.RowKey, actual.RowKey);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in expected)
        {
            Assert.IsType(value.GetType(), actual[name]);
            Assert.Equal(value, actual[name]);
        }
    }
}
